# A loop of blocks, with biases, and view for the shape.
class Generator(nn.Module):
    def __init__(self, nz, ngf, classes):
        super().__init__()
        self.table = nn.Embedding(classes, nz)
        widths = [2 * nz, 4 * ngf, 2 * ngf, ngf]
        self.blocks = nn.ModuleList()
        for number in range(3):
            stride, padding = (2, 1) if number else (1, 0)
            self.blocks.append(nn.Sequential(
                nn.ConvTranspose2d(widths[number], widths[number + 1], 4, stride, padding),
                nn.BatchNorm2d(widths[number + 1]),
                nn.ReLU(inplace=True),
            ))
        self.last = nn.ConvTranspose2d(ngf, 1, 4, 2, 1)

    def forward(self, z, y):
        if y.dtype == torch.int64:
            e = self.table(y)
        else:
            e = torch.mm(y, self.table.weight)
        x = torch.cat((z, e.view(len(e), -1, 1, 1)), dim=1)
        for block in self.blocks:
            x = block(x)
        return torch.tanh(self.last(x))
