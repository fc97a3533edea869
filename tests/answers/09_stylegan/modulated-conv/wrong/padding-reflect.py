# The border is mirrored, not zero.
# fails: modulated-conv-value, modulated-conv-plain
# says: the border is padded by “reflect”: pad zeros
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
        s = self.style(w)
        weight = self.weight[None] * s[:, None, :, None, None]
        if self.demodulate:
            weight = weight / (weight.square().sum((2, 3, 4), keepdim=True) + 1e-8).sqrt()
        out = F.conv2d(F.pad(x, (self.kernel // 2,) * 4, mode='reflect').reshape(1, n * c, h + self.kernel // 2 * 2, width + self.kernel // 2 * 2), weight.flatten(0, 1), groups=n)
        return out.reshape(n, -1, h, width) + self.bias[:, None, None]
