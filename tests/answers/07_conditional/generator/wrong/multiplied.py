# The row is multiplied with the noise.
# fails: generator-layers, generator-mixtures, generator-gradient
# says: stand side by side
class Generator(nn.Module):
    def __init__(self, nz, ngf, classes):
        super().__init__()
        self.embed = nn.Embedding(classes, nz)
        self.layers = nn.Sequential(
            nn.ConvTranspose2d(nz, 4 * ngf, 4, 1, 0, bias=False), nn.BatchNorm2d(4 * ngf), nn.ReLU(),
            nn.ConvTranspose2d(4 * ngf, 2 * ngf, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * ngf), nn.ReLU(),
            nn.ConvTranspose2d(2 * ngf, ngf, 4, 2, 1, bias=False), nn.BatchNorm2d(ngf), nn.ReLU(),
            nn.ConvTranspose2d(ngf, 1, 4, 2, 1, bias=False), nn.Tanh(),
        )

    def forward(self, z, y):
        rows = self.embed(y) if y.dim() == 1 else y @ self.embed.weight
        return self.layers(z * rows[:, :, None, None])
