# The noise is made as loud as the image.
# fails: noise-value
# says: for 2 * x the noise is twice as loud as for x: it does not depend on x
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.strength = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        n, c, h, w = x.shape
        noise = torch.randn(n, 1, h, w, device=x.device, dtype=x.dtype) * x.detach().std((1, 2, 3), keepdim=True)
        return x + self.strength[:, None, None] * noise
