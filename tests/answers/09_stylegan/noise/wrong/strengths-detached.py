# The added noise is made under no_grad: the strengths get no gradient.
# fails: noise-start
# says: whatever they are: are they detached, or under no_grad()?
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.strength = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        n, c, h, w = x.shape
        noise = torch.randn(n, 1, h, w, device=x.device, dtype=x.dtype)
        with torch.no_grad():
            added = self.strength[:, None, None] * noise
        return x + added
