# The noise is drawn on the GPU if there is one, wherever x is.
# fails: noise-start
# says: a tensor was left on the CPU, or goes to a device of its own: make
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.strength = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        n, c, h, w = x.shape
        noise = torch.randn(n, 1, h, w, device='cuda' if torch.cuda.is_available() else 'cpu', dtype=x.dtype)
        return x + self.strength[:, None, None] * noise
