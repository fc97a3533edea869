# The noise of the first call is kept while the shape stays.
# fails: noise-value
# says: two calls used the same noise: draw it in forward, without a fixed
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.strength = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        n, c, h, w = x.shape
        if getattr(self, 'noise', None) is None or self.noise.shape != (n, 1, h, w):
            self.noise = torch.randn(n, 1, h, w, device=x.device, dtype=x.dtype)
        noise = self.noise
        return x + self.strength[:, None, None] * noise
