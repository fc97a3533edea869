# Lazy layers find their input widths themselves.
class Discriminator(nn.Module):
    def __init__(self, nc, ndf, image_size):
        super().__init__()
        layers = [nn.LazyConv2d(ndf, 4, 2, 1), nn.LeakyReLU(0.2)]
        for k in range(1, 3 if image_size == 32 else 4):
            layers += [nn.LazyConv2d(ndf * 2**k, 4, 2, 1), nn.LazyBatchNorm2d(), nn.LeakyReLU(0.2)]
        self.layers = nn.Sequential(*layers, nn.LazyConv2d(1, 4))

    def forward(self, x):
        return self.layers(x).reshape(len(x), 1)
