# One number for 2 × 2 pixels, enlarged.
# fails: noise-value
# says: one number of the noise serves several pixels: draw (N, 1, H, W) numbers
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.strength = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        n, c, h, w = x.shape
        noise = torch.randn(n, 1, (h + 1) // 2, (w + 1) // 2, device=x.device, dtype=x.dtype).repeat_interleave(2, 2).repeat_interleave(2, 3)[:, :, :h, :w]
        return x + self.strength[:, None, None] * noise
