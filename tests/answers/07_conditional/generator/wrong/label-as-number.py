# The label enters as a number, in a plane of its own.
# fails: generator-layers, generator-mixtures, generator-gradient
# says: 1 more than the noise has: the label enters as one number
class Generator(nn.Module):
    def __init__(self, nz, ngf, classes):
        super().__init__()
        self.layers = nn.Sequential(
            nn.ConvTranspose2d(nz + 1, 4 * ngf, 4, 1, 0, bias=False), nn.BatchNorm2d(4 * ngf), nn.ReLU(),
            nn.ConvTranspose2d(4 * ngf, 2 * ngf, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * ngf), nn.ReLU(),
            nn.ConvTranspose2d(2 * ngf, ngf, 4, 2, 1, bias=False), nn.BatchNorm2d(ngf), nn.ReLU(),
            nn.ConvTranspose2d(ngf, 1, 4, 2, 1, bias=False), nn.Tanh(),
        )

    def forward(self, z, y):
        y = y.float() if y.dim() == 1 else y.sum(1)
        return self.layers(torch.cat([z, y[:, None, None, None]], 1))
