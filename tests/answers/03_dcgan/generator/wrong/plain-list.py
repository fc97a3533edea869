# Keeps its layers in a plain list.
# fails: generator-layers, generator-modes
# says: each layer an attribute
class Generator(nn.Module):
    def __init__(self, nz, ngf, nc, image_size):
        super().__init__()
        width = ngf * image_size // 8
        self.steps = [nn.ConvTranspose2d(nz, width, 4, 1, 0), nn.BatchNorm2d(width), nn.ReLU()]
        while width > ngf:
            self.steps += [nn.ConvTranspose2d(width, width // 2, 4, 2, 1), nn.BatchNorm2d(width // 2), nn.ReLU()]
            width //= 2
        self.steps += [nn.ConvTranspose2d(ngf, nc, 4, 2, 1), nn.Tanh()]

    def forward(self, z):
        for layer in self.steps:
            z = layer(z)
        return z
