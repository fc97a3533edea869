# All images of a batch get the same noise.
# fails: noise-value
# says: all images of the batch got the same noise: draw (N
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.strength = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        n, c, h, w = x.shape
        noise = torch.randn(1, 1, h, w, device=x.device, dtype=x.dtype)
        return x + self.strength[:, None, None] * noise
