# Height and width of the noise are swapped.
# fails: noise-value
# says: two tensors whose sizes do not fit meet element by element. If one
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.strength = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        n, c, w, h = x.shape
        noise = torch.randn(n, 1, h, w, device=x.device, dtype=x.dtype)
        return x + self.strength[:, None, None] * noise
