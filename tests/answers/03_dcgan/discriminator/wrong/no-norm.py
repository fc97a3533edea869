# No BatchNorm at all.
# fails: discriminator-layers, discriminator-modes
# says: has no BatchNorm layer at all
class Discriminator(nn.Module):
    def __init__(self, nc, ndf, image_size):
        super().__init__()
        layers = [nn.Conv2d(nc, ndf, 4, 2, 1, bias=False), nn.LeakyReLU(0.2)]
        width, size = ndf, image_size // 2
        while size > 4:
            layers += [nn.Conv2d(width, 2 * width, 4, 2, 1), nn.LeakyReLU(0.2)]
            width, size = 2 * width, size // 2
        layers += [nn.Conv2d(width, 1, 4, 1, 0, bias=False), nn.Flatten()]
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers(x)
