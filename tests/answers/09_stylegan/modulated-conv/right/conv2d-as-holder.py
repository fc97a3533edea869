# An nn.Conv2d holds weight and bias and pads; its _conv_forward is called without its bias.
class ModulatedConv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel, w_dim, demodulate=True):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, out_channels, kernel, padding="same")
        with torch.no_grad():
            self.conv.weight.normal_().div_((in_channels * kernel * kernel) ** 0.5)
            self.conv.bias.zero_()
        self.to_style = nn.Linear(w_dim, in_channels)
        nn.init.constant_(self.to_style.bias, 1)
        self.demodulate = demodulate

    def forward(self, x, w):
        s = self.to_style(w)
        out = self.conv._conv_forward(torch.einsum("nihw,ni->nihw", x, s), self.conv.weight, None)
        if self.demodulate:
            squares = torch.einsum("oikl,ni->no", self.conv.weight.pow(2), s.pow(2))
            out = out / (squares + 1e-8).sqrt().unsqueeze(-1).unsqueeze(-1)
        return out + self.conv.bias.view(1, -1, 1, 1)
