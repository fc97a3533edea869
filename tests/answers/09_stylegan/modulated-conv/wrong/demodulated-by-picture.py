# The output is divided by its own deviation instead of the expected one.
# fails: modulated-conv-value
# says: the root of the picture's own mean square is divided by
class ModulatedConv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel, w_dim, demodulate=True):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, kernel, kernel) / math.sqrt(in_channels * kernel**2))
        self.bias = nn.Parameter(torch.zeros(out_channels))
        self.style = nn.Linear(w_dim, in_channels)
        nn.init.ones_(self.style.bias)
        self.kernel, self.demodulate = kernel, demodulate

    def forward(self, x, w):
        s = self.style(w)
        y = F.conv2d(x * s[:, :, None, None], self.weight, padding=self.kernel // 2)
        if self.demodulate:
            y = y / (y.square().mean((2, 3), keepdim=True) + 1e-8).sqrt()
        return y + self.bias[:, None, None]
