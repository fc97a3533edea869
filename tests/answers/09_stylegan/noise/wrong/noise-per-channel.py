# Each channel gets noise of its own.
# fails: noise-value
# says: each channel draws noise of its own: one number a pixel serves all
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.strength = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        n, c, h, w = x.shape
        noise = torch.randn_like(x)
        return x + self.strength[:, None, None] * noise
