# x is detached: no gradient passes through the layer.
# fails: noise-start
# says: no gradient comes through the layer to its input
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.strength = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        n, c, h, w = x.shape
        noise = torch.randn(n, 1, h, w, device=x.device, dtype=x.dtype)
        return x.detach() + self.strength[:, None, None] * noise
