# The widths grow from layer to layer, as in D.
# fails: generator-layers
# says: are the widths as in the table
class Generator(nn.Module):
    def __init__(self, nz, ngf, nc, image_size):
        super().__init__()
        width = ngf
        layers = [nn.ConvTranspose2d(nz, width, 4, 1, 0), nn.BatchNorm2d(width), nn.ReLU()]
        for _ in range(2 if image_size == 32 else 3):
            layers += [nn.ConvTranspose2d(width, 2 * width, 4, 2, 1), nn.BatchNorm2d(2 * width), nn.ReLU()]
            width *= 2
        layers += [nn.ConvTranspose2d(width, nc, 4, 2, 1), nn.Tanh()]
        self.layers = nn.Sequential(*layers)

    def forward(self, z):
        return self.layers(z)
