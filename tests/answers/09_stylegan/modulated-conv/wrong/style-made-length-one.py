# Styles are first divided by their own mean square, which only demodulation would take back.
# fails: modulated-conv-value, modulated-conv-plain
# says: the scales are normalized before they are used
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
        s = s / (s.square().mean(1, keepdim=True) + 1e-8).sqrt()
        y = F.conv2d(x * s[:, :, None, None], self.weight, padding=self.kernel // 2)
        if self.demodulate:
            energy = s.square() @ self.weight.square().sum((2, 3)).T
            y = y / (energy + 1e-8).sqrt()[:, :, None, None]
        return y + self.bias[:, None, None]
