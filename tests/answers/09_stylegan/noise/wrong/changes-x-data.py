# The noise is added to x.data, so neither a gradient nor a copy is made.
# fails: noise-value, noise-start
# says: the noise layer changed its input in place: make a new tensor (x *
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.strength = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        n, c, h, w = x.shape
        noise = torch.randn(n, 1, h, w, device=x.device, dtype=x.dtype)
        x.data.add_(self.strength.detach()[:, None, None] * noise)
        return x + 0 * self.strength[:, None, None]
