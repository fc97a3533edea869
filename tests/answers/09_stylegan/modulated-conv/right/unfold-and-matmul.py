# Windows by F.unfold, weights of each image in one batched matrix product.
class ModulatedConv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel, w_dim, demodulate=True):
        super().__init__()
        self.kernel, self.demodulate = kernel, demodulate
        self.weight = nn.Parameter(torch.normal(0.0, 1 / math.sqrt(in_channels * kernel**2), (out_channels, in_channels, kernel, kernel)))
        self.bias = nn.Parameter(torch.zeros(out_channels, 1))
        self.linear = nn.Linear(w_dim, in_channels)
        nn.init.ones_(self.linear.bias)

    def forward(self, x, w):
        n, _, height, width = x.shape
        windows = F.unfold(x, self.kernel, padding=self.kernel // 2)  # (N, in·k·k, H·W)
        weight = torch.einsum("oikl,ni->noikl", self.weight, self.linear(w)).flatten(2)  # (N, out, in·k·k)
        if self.demodulate:
            weight = weight / (weight.pow(2).sum(-1, keepdim=True) + 1e-8).sqrt()
        return torch.baddbmm(self.bias, weight, windows).reshape(n, -1, height, width)
