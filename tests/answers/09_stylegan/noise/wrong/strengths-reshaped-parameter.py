# A reshaped parameter is no parameter: the strengths are not registered.
# fails: noise-value, noise-start
# says: NoiseInjection has no parameter: the strengths are an nn.Parameter,
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.strength = nn.Parameter(torch.zeros(channels)).view(channels)

    def forward(self, x):
        n, c, h, w = x.shape
        noise = torch.randn(n, 1, h, w, device=x.device, dtype=x.dtype)
        return x + self.strength[:, None, None] * noise
