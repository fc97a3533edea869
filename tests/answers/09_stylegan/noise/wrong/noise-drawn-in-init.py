# The noise is drawn once, in __init__, as a buffer, and cut to size.
# fails: noise-value
# says: two calls used the same noise: draw it in forward, without a fixed
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.register_buffer('noise', torch.randn(64, 1, 64, 64), persistent=False)
        self.strength = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        n, c, h, w = x.shape
        noise = self.noise.repeat(n // 64 + 1, 1, h // 64 + 1, w // 64 + 1)[:n, :, :h, :w].to(x.dtype)
        return x + self.strength[:, None, None] * noise
