# Makes shares of a mixture by softmax.
# fails: generator-mixtures, generator-gradient
# says: the rows are mixed by a softmax of the weights
class Generator(nn.Module):
    def __init__(self, nz, ngf, classes):
        super().__init__()
        self.embed = nn.Embedding(classes, nz)
        self.layers = nn.Sequential(
            nn.ConvTranspose2d(2 * nz, 4 * ngf, 4, 1, 0, bias=False), nn.BatchNorm2d(4 * ngf), nn.ReLU(),
            nn.ConvTranspose2d(4 * ngf, 2 * ngf, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * ngf), nn.ReLU(),
            nn.ConvTranspose2d(2 * ngf, ngf, 4, 2, 1, bias=False), nn.BatchNorm2d(ngf), nn.ReLU(),
            nn.ConvTranspose2d(ngf, 1, 4, 2, 1, bias=False), nn.Tanh(),
        )

    def forward(self, z, y):
        rows = self.embed(y) if y.dim() == 1 else y.softmax(1) @ self.embed.weight
        return self.layers(torch.cat([z, rows[:, :, None, None]], 1))
