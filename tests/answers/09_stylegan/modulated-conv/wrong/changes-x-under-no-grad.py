# Inputs that need no gradient are scaled in place.
# fails: modulated-conv-value, modulated-conv-plain
# says: d changed its input x in place: make a new tensor (x *
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
        if x.requires_grad or torch.is_grad_enabled():
            x = x * s[:, :, None, None]
        else:
            x *= s[:, :, None, None]
        y = F.conv2d(x, self.weight, padding=self.kernel // 2)
        if self.demodulate:
            energy = s.square() @ self.weight.square().sum((2, 3)).T
            y = y / (energy + 1e-8).sqrt()[:, :, None, None]
        return y + self.bias[:, None, None]
