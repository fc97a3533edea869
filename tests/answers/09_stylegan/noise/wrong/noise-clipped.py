# The noise is cut off at ±2.
# fails: noise-value
# says: several numbers of the noise are exactly ±
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.strength = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        n, c, h, w = x.shape
        noise = torch.randn(n, 1, h, w, device=x.device, dtype=x.dtype).clamp(-2, 2)
        return x + self.strength[:, None, None] * noise
