# F.normalize has a floor under the length, and nothing under the root.
# fails: modulated-conv-value
# says: nothing is added under the root: add 1e-8
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
            weight = F.normalize(weight.flatten(2), dim=2).view_as(weight)
        out = F.conv2d(x.reshape(1, n * c, h, width), weight.flatten(0, 1), padding=self.kernel // 2, groups=n)
        return out.reshape(n, -1, h, width) + self.bias[:, None, None]
