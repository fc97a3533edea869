# x is multiplied by 1 plus the noise, not added to.
# fails: noise-value
# says: the noise is multiplied by x: it does not depend on x
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.strength = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        n, c, h, w = x.shape
        noise = torch.randn(n, 1, h, w, device=x.device, dtype=x.dtype)
        return x * (1 + self.strength[:, None, None] * noise)
