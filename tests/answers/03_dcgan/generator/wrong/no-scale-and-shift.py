# BatchNorm without its own scale and shift.
# fails: generator-layers
# says: a BatchNorm without a scale and a shift of its own
class Generator(nn.Module):
    """Noise (N, nz, 1, 1) → images (N, nc, image_size, image_size) with values in [−1, 1]."""

    def __init__(self, nz, ngf, nc, image_size):
        super().__init__()
        width = ngf * image_size // 8
        layers = [nn.ConvTranspose2d(nz, width, 4, 1, 0, bias=False), nn.BatchNorm2d(width, affine=False), nn.ReLU()]
        while width > ngf:
            layers += [nn.ConvTranspose2d(width, width // 2, 4, 2, 1, bias=False), nn.BatchNorm2d(width // 2, affine=False), nn.ReLU()]
            width //= 2
        layers += [nn.ConvTranspose2d(ngf, nc, 4, 2, 1), nn.Tanh()]
        self.layers = nn.Sequential(*layers)

    def forward(self, z):
        return self.layers(z)
