# The parameter is a variance: its root weighs the noise, with an infinite slope at 0.
# fails: noise-value
# says: and of the others the root is taken, as if they were variances
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.strength = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        n, c, h, w = x.shape
        noise = torch.randn(n, 1, h, w, device=x.device, dtype=x.dtype)
        return x + self.strength.clamp(min=0).sqrt()[:, None, None] * noise
