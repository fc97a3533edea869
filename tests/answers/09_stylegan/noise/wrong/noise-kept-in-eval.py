# In eval mode the noise is drawn once and kept.
# fails: noise-value
# says: two calls used the same noise: draw it in forward, without a fixed
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.strength = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        n, c, h, w = x.shape
        noise = torch.randn(n, 1, h, w, device=x.device, dtype=x.dtype)
        if not self.training:
            if getattr(self, 'kept', None) is None or self.kept.shape != noise.shape:
                self.kept = noise
            noise = self.kept
        return x + self.strength[:, None, None] * noise
