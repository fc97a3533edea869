# The strengths are a parameter that does not learn.
# fails: noise-start
# says: the strengths cannot learn: their requires_grad is False
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.strength = nn.Parameter(torch.zeros(channels), requires_grad=False)

    def forward(self, x):
        n, c, h, w = x.shape
        noise = torch.randn(n, 1, h, w, device=x.device, dtype=x.dtype)
        return x + self.strength[:, None, None] * noise
