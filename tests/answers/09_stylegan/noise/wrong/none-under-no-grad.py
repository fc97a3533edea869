# Noise is left out where no gradient is recorded.
# fails: noise-value
# says: nothing is added under no_grad
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.strength = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        n, c, h, w = x.shape
        if not torch.is_grad_enabled():
            return x.clone()
        noise = torch.randn(n, 1, h, w, device=x.device, dtype=x.dtype)
        return x + self.strength[:, None, None] * noise
