# The strengths are a plain tensor with requires_grad: not registered.
# fails: noise-value, noise-start
# says: NoiseInjection has no parameter: the strengths are an nn.Parameter,
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.strength = torch.zeros(channels, requires_grad=True)

    def forward(self, x):
        n, c, h, w = x.shape
        noise = torch.randn(n, 1, h, w, device=x.device, dtype=x.dtype)
        return x + self.strength[:, None, None] * noise
