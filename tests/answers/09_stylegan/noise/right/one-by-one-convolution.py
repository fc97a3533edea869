# A 1 × 1 convolution from one channel of noise to all channels holds the strengths.
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.spread = nn.Conv2d(1, channels, 1, bias=False)
        nn.init.zeros_(self.spread.weight)

    def forward(self, x):
        noise = torch.randn(x.shape[0], 1, *x.shape[2:], device=x.device, dtype=x.dtype)
        return x + self.spread(noise)
