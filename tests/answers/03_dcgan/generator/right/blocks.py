# A class for a block, in-place ReLU, the first weights drawn at once.
class Block(nn.Module):
    def __init__(self, a, b, stride, padding):
        super().__init__()
        self.conv = nn.ConvTranspose2d(a, b, 4, stride, padding, bias=False)
        self.norm = nn.BatchNorm2d(b)
        self.act = nn.ReLU(inplace=True)
        nn.init.normal_(self.conv.weight, 0, 0.02)

    def forward(self, x):
        return self.act(self.norm(self.conv(x)))


class Generator(nn.Module):
    def __init__(self, nz, ngf, nc, image_size):
        super().__init__()
        widths = {32: [4, 2, 1], 64: [8, 4, 2, 1]}[image_size]
        widths = [ngf * w for w in widths]
        self.first = Block(nz, widths[0], 1, 0)
        self.blocks = nn.ModuleList(Block(a, b, 2, 1) for a, b in zip(widths, widths[1:]))
        self.last = nn.ConvTranspose2d(ngf, nc, 4, 2, 1)

    def forward(self, z):
        x = self.first(z)
        for block in self.blocks:
            x = block(x)
        return self.last(x).tanh()
