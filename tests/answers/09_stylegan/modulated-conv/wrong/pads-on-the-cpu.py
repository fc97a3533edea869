# Zeros to pad with are made on the CPU.
# fails: modulated-conv-place
# says: a tensor was left on the CPU, or goes to a device of its own: make
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
        p = self.kernel // 2
        framed = torch.zeros(x.shape[0], x.shape[1], x.shape[2] + 2 * p, x.shape[3] + 2 * p)
        framed[:, :, p : p + x.shape[2], p : p + x.shape[3]] = x * s[:, :, None, None]
        y = F.conv2d(framed, self.weight)
        if self.demodulate:
            energy = s.square() @ self.weight.square().sum((2, 3)).T
            y = y / (energy + 1e-8).sqrt()[:, :, None, None]
        return y + self.bias[:, None, None]
