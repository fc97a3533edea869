# The result is cut as if the outputs came before the images.
# fails: modulated-conv-value, modulated-conv-plain
# says: are cut in the wrong order: images come first, reshape(N, out, H, W)
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
        out = F.conv2d(x.reshape(1, n * c, h, width), weight.flatten(0, 1), padding=self.kernel // 2, groups=n)
        return out.reshape(-1, n, h, width).transpose(0, 1) + self.bias[:, None, None]
