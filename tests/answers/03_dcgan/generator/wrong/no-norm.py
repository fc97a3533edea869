# No BatchNorm at all.
# fails: generator-layers, generator-modes
# says: has no BatchNorm layer at all
class Generator(nn.Module):
    def __init__(self, nz, ngf, nc, image_size):
        super().__init__()
        width = ngf * image_size // 8
        layers = [nn.ConvTranspose2d(nz, width, 4, 1, 0, bias=False), nn.ReLU()]
        while width > ngf:
            layers += [nn.ConvTranspose2d(width, width // 2, 4, 2, 1), nn.ReLU()]
            width //= 2
        layers += [nn.ConvTranspose2d(ngf, nc, 4, 2, 1, bias=False), nn.Tanh()]
        self.main = nn.Sequential(*layers)

    def forward(self, z):
        return self.main(z)
