# A 1 × 1 convolution spreads the noise; its weight starts at 0 but its bias does not.
# fails: noise-value, noise-start
# says: NoiseInjection should have one parameter, the strengths, not
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.spread = nn.Conv2d(1, channels, 1)
        nn.init.zeros_(self.spread.weight)

    def forward(self, x):
        n, c, h, w = x.shape
        noise = torch.randn(n, 1, h, w, device=x.device, dtype=x.dtype)
        return x + self.spread(noise)
