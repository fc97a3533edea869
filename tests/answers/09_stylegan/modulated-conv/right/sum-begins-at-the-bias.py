# The sum begins at the bias, as in some of PyTorch's own kernels; it is taken off for the demodulation and put back.
class ModulatedConv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel, w_dim, demodulate=True):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, kernel, kernel) / math.sqrt(in_channels * kernel**2))
        self.bias = nn.Parameter(torch.zeros(out_channels))
        self.style = nn.Linear(w_dim, in_channels)
        nn.init.ones_(self.style.bias)
        self.demodulate = demodulate

    def forward(self, x, w):
        s = self.style(w)
        kernel = self.weight.shape[-1]
        patches = F.unfold(x * s[:, :, None, None], kernel, padding=kernel // 2)  # (N, in·kernel², H·W)
        y = self.bias[:, None]
        for weight, patch in zip(self.weight.flatten(1).T, patches.unbind(1)):
            y = y + weight[:, None] * patch[:, None]
        y = y - self.bias[:, None]
        if self.demodulate:
            norms = s.square() @ self.weight.square().sum((2, 3)).T  # (N, out_channels)
            y = y * torch.rsqrt(norms + 1e-8)[:, :, None]
        return (y + self.bias[:, None]).unflatten(2, x.shape[2:])
