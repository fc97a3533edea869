# In eval mode the image is not normalized.
# fails: adain-value
# says: x is not normalized in eval mode, but in train mode: normalize in both
class AdaIN(nn.Module):
    def __init__(self, channels, w_dim):
        super().__init__()
        self.style = nn.Linear(w_dim, 2 * channels)
        with torch.no_grad():
            self.style.bias[:channels] = 1
            self.style.bias[channels:] = 0

    def forward(self, x, w):
        scale, shift = self.style(w)[:, :, None, None].chunk(2, dim=1)
        if not self.training:
            return scale * x + shift
        mean = x.mean((2, 3), keepdim=True)
        var = (x - mean).square().mean((2, 3), keepdim=True)
        return scale * (x - mean) / (var + 1e-5).sqrt() + shift
