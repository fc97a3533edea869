# 1e-5 is a floor of the variance.
# fails: adain-value
# says: 1e-5 is taken as a floor: add it to the variance
class AdaIN(nn.Module):
    def __init__(self, channels, w_dim):
        super().__init__()
        self.style = nn.Linear(w_dim, 2 * channels)
        with torch.no_grad():
            self.style.bias[:channels] = 1
            self.style.bias[channels:] = 0

    def forward(self, x, w):
        scale, shift = self.style(w)[:, :, None, None].chunk(2, dim=1)
        mean = x.mean((2, 3), keepdim=True)
        var = (x - mean).square().mean((2, 3), keepdim=True)
        return scale * (x - mean) / var.clamp(min=1e-5).sqrt() + shift
