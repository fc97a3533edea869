# Flattens 4 × 4 features, without the last convolution.
# fails: projection-discriminator-layers, projection-discriminator-gradient
# says: φ has 3 convolutions, the table 4: the last one, with stride 1
class ProjectionDiscriminator(nn.Module):
    def __init__(self, ndf, classes):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, ndf, 4, 2, 1, bias=False), nn.LeakyReLU(0.2),
            nn.Conv2d(ndf, 2 * ndf, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * ndf), nn.LeakyReLU(0.2),
            nn.Conv2d(2 * ndf, 4 * ndf, 4, 2, 1, bias=False), nn.BatchNorm2d(4 * ndf), nn.LeakyReLU(0.2),
            nn.Flatten(),
        )
        self.psi = nn.Linear(64 * ndf, 1)
        self.embed = nn.Embedding(classes, 64 * ndf)

    def forward(self, x, y):
        phi = self.features(x)
        return self.psi(phi) + (self.embed(y) * phi).sum(1, keepdim=True)
