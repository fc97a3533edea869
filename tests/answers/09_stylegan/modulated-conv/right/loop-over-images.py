# One convolution an image, in a loop; bias as the convolution's own, which comes after the demodulation of the weights.
class ModulatedConv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel, w_dim, demodulate=True):
        super().__init__()
        self.demodulate = bool(demodulate)
        self.kernels = nn.Parameter(torch.randn(out_channels, in_channels, kernel, kernel).mul_((in_channels * kernel**2) ** -0.5))
        self.register_parameter("b", nn.Parameter(torch.zeros(out_channels)))
        self.s = nn.Linear(w_dim, in_channels)
        with torch.no_grad():
            self.s.bias.copy_(torch.ones(in_channels))

    def forward(self, x, w):
        outs = []
        for image, style in zip(x, w):
            weight = self.kernels * self.s(style).reshape(1, -1, 1, 1)
            if self.demodulate:
                norm = (weight.flatten(1) ** 2).sum(1) + 1e-8
                weight = weight / norm.sqrt().reshape(-1, 1, 1, 1)
            outs.append(F.conv2d(image[None], weight, self.b, padding=self.kernels.shape[2] // 2))
        return torch.cat(outs, 0)
