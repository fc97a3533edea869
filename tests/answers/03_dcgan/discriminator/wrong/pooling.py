# Max-pooling in place of strides.
# fails: discriminator-layers
# says: a MaxPool2d stands in the network
class Discriminator(nn.Module):
    def __init__(self, nc, ndf, image_size):
        super().__init__()
        layers = [nn.Conv2d(nc, ndf, 4, 2, 1, bias=False), nn.LeakyReLU(0.2)]
        width = ndf
        while width < ndf * image_size // 8:
            layers += [nn.Conv2d(width, 2 * width, 4, padding='same', bias=False), nn.MaxPool2d(2), nn.BatchNorm2d(2 * width), nn.LeakyReLU(0.2)]
            width *= 2
        layers += [nn.Conv2d(width, 1, 4, 1, 0, bias=False), nn.Flatten()]
        self.main = nn.Sequential(*layers)

    def forward(self, x):
        return self.main(x)
