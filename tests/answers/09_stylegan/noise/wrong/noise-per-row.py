# One number for a row of pixels.
# fails: noise-value
# says: all columns of an image got the same noise, as of shape (N, 1, H, 1)
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.strength = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        n, c, h, w = x.shape
        noise = torch.randn(n, 1, h, 1, device=x.device, dtype=x.dtype)
        return x + self.strength[:, None, None] * noise
