# One number for each class, added to the logit.
# fails: projection-discriminator-layers, projection-discriminator-gradient
# says: but holds (5, 1)
class ProjectionDiscriminator(nn.Module):
    """Images x (N, 1, 32, 32) and labels y (N,), int64 → one logit each, (N, 1)."""

    def __init__(self, ndf, classes):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, ndf, 4, 2, 1, bias=False),
            nn.LeakyReLU(0.2),
            nn.Conv2d(ndf, 2 * ndf, 4, 2, 1, bias=False),
            nn.BatchNorm2d(2 * ndf),
            nn.LeakyReLU(0.2),
            nn.Conv2d(2 * ndf, 4 * ndf, 4, 2, 1, bias=False),
            nn.BatchNorm2d(4 * ndf),
            nn.LeakyReLU(0.2),
            nn.Conv2d(4 * ndf, 8 * ndf, 4, 1, 0, bias=False),
            nn.LeakyReLU(0.2),
            nn.Flatten(),
        )
        self.psi = nn.Linear(8 * ndf, 1)
        self.embed = nn.Embedding(classes, 1)

    def forward(self, x, y):
        phi = self.features(x)
        return self.psi(phi) + self.embed(y)
