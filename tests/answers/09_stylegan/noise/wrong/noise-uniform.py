# The noise is uniform with deviation 1.
# fails: noise-value
# says: it looks uniform; torch.rand is uniform, torch.randn is normal
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.strength = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        n, c, h, w = x.shape
        noise = (torch.rand(n, 1, h, w, device=x.device, dtype=x.dtype) - 0.5) * math.sqrt(12)
        return x + self.strength[:, None, None] * noise
