# Nothing is added, and no gradient made, while all strengths are 0.
# fails: noise-start
# says: while they are 0, so that they stay 0 for ever: is the noise left out then, by an if?
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.strength = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        if not self.strength.any():
            return x
        n, c, h, w = x.shape
        noise = torch.randn(n, 1, h, w, device=x.device, dtype=x.dtype)
        return x + self.strength[:, None, None] * noise
