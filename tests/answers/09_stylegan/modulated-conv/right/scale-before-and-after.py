# Scales inputs and outputs; the root comes out of a matrix product of squares.
class ModulatedConv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel, w_dim, demodulate=True):
        super().__init__()
        self.demodulate, self.pad = demodulate, (kernel - 1) // 2
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kernel, kernel))
        nn.init.normal_(self.weight, std=1 / math.sqrt(in_channels * kernel * kernel))
        self.bias = nn.Parameter(torch.zeros(1, out_channels, 1, 1))
        self.affine = nn.Linear(w_dim, in_channels)
        self.affine.bias.data.fill_(1.0)

    def forward(self, x, w):
        s = self.affine(w)
        y = F.conv2d(x * s[:, :, None, None], self.weight, padding=self.pad)
        if self.demodulate:
            energy = s.square() @ self.weight.square().sum((2, 3)).t()  # (N, out)
            y = y * torch.rsqrt(energy + 1e-8)[:, :, None, None]
        return y + self.bias
