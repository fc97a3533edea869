# BatchNorm without running averages.
# fails: generator-layers, generator-modes
# says: keeps no running averages: leave out track_running_stats=False
class Generator(nn.Module):
    def __init__(self, nz, ngf, nc, image_size):
        super().__init__()
        width = ngf * image_size // 8
        layers = [nn.ConvTranspose2d(nz, width, 4, 1, 0, bias=False), nn.BatchNorm2d(width, track_running_stats=False), nn.ReLU()]
        while width > ngf:
            layers += [nn.ConvTranspose2d(width, width // 2, 4, 2, 1, bias=False), nn.BatchNorm2d(width // 2, track_running_stats=False), nn.ReLU()]
            width //= 2
        layers += [nn.ConvTranspose2d(ngf, nc, 4, 2, 1, bias=False), nn.Tanh()]
        self.layers = nn.Sequential(*layers)

    def forward(self, z):
        return self.layers(z)
