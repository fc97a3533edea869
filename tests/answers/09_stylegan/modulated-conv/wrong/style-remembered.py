# The styles of the first call are kept while the batch size stays.
# fails: modulated-conv-value
# says: the scales of an earlier call are kept: compute them on each call
class ModulatedConv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel, w_dim, demodulate=True):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, kernel, kernel) / math.sqrt(in_channels * kernel**2))
        self.bias = nn.Parameter(torch.zeros(out_channels))
        self.style = nn.Linear(w_dim, in_channels)
        nn.init.ones_(self.style.bias)
        self.kernel, self.demodulate = kernel, demodulate

    def forward(self, x, w):
        n, c, h, width = x.shape
        if getattr(self, 'kept', None) is None or len(self.kept) != n:
            self.kept = self.style(w)
        s = self.kept
        weight = self.weight[None] * s[:, None, :, None, None]
        if self.demodulate:
            weight = weight / (weight.square().sum((2, 3, 4), keepdim=True) + 1e-8).sqrt()
        out = F.conv2d(x.reshape(1, n * c, h, width), weight.flatten(0, 1), padding=self.kernel // 2, groups=n)
        return out.reshape(n, -1, h, width) + self.bias[:, None, None]
