# A subclass of nn.Conv2d whose plain forward is used on scaled inputs; its bias is taken off and put back after demodulation.
class ModulatedConv2d(nn.Conv2d):
    def __init__(self, in_channels, out_channels, kernel, w_dim, demodulate=True):
        super().__init__(in_channels, out_channels, kernel, padding=kernel // 2)
        nn.init.normal_(self.weight, 0, (in_channels * kernel**2) ** -0.5)
        nn.init.zeros_(self.bias)
        self.styles = nn.Linear(w_dim, in_channels)
        nn.init.ones_(self.styles.bias)
        self.demodulate = demodulate

    def forward(self, x, w):
        s = self.styles(w)[:, :, None, None]
        bias = self.bias[:, None, None]
        y = super().forward(x * s) - bias
        if self.demodulate:
            y = y / (F.conv2d(s.square(), self.weight.square().sum((2, 3), keepdim=True)) + 1e-8).sqrt()
        return y + bias
