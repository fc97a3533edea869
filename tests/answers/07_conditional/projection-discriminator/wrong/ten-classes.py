# Writes 10 for the classes.
# fails: projection-discriminator-shape, projection-discriminator-layers, projection-discriminator-gradient
# says: an embedding was asked for a row that it lacks: does it have one for each class
class ProjectionDiscriminator(nn.Module):
    def __init__(self, ndf, classes):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, ndf, 4, 2, 1, bias=False), nn.LeakyReLU(0.2),
            nn.Conv2d(ndf, 2 * ndf, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * ndf), nn.LeakyReLU(0.2),
            nn.Conv2d(2 * ndf, 4 * ndf, 4, 2, 1, bias=False), nn.BatchNorm2d(4 * ndf), nn.LeakyReLU(0.2),
            nn.Conv2d(4 * ndf, 8 * ndf, 4, 1, 0, bias=False), nn.LeakyReLU(0.2), nn.Flatten(),
        )
        self.psi = nn.Linear(8 * ndf, 1)
        self.embed = nn.Embedding(10, 8 * ndf)

    def forward(self, x, y):
        phi = self.features(x)
        return self.psi(phi) + (self.embed(y) * phi).sum(1, keepdim=True)
