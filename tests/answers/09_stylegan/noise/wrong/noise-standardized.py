# The noise of each image is brought to exactly mean 0 and deviation 1.
# fails: noise-value
# says: exactly: leave it as it was drawn
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.strength = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        n, c, h, w = x.shape
        noise = torch.randn(n, 1, h, w, device=x.device, dtype=x.dtype)
        noise = (noise - noise.mean((2, 3), keepdim=True)) / (noise.std((2, 3), keepdim=True, unbiased=False) + 1e-8)
        return x + self.strength[:, None, None] * noise
