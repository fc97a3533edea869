# Lazy layers find their input widths themselves.
class Generator(nn.Module):
    def __init__(self, nz, ngf, nc, image_size):
        super().__init__()
        widths = [4 * ngf, 2 * ngf, ngf] if image_size == 32 else [8 * ngf, 4 * ngf, 2 * ngf, ngf]
        layers = []
        for number, width in enumerate(widths):
            stride, padding = (2, 1) if number else (1, 0)
            layers += [nn.LazyConvTranspose2d(width, 4, stride, padding), nn.LazyBatchNorm2d(), nn.ReLU()]
        layers += [nn.LazyConvTranspose2d(nc, 4, 2, 1), nn.Tanh()]
        self.layers = nn.Sequential(*layers)

    def forward(self, z):
        return self.layers(z)
