# One number for a whole image.
# fails: noise-value
# says: all pixels of an image got the same noise: draw (N, 1, H, W) numbers
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.strength = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        n, c, h, w = x.shape
        noise = torch.randn(n, 1, 1, 1, device=x.device, dtype=x.dtype)
        return x + self.strength[:, None, None] * noise
