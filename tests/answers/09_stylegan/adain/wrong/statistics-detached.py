# Mean and variance are constants for the gradient.
# fails: adain-start
# says: the slope of what AdaIN gives by x is not that of its formula: are
class AdaIN(nn.Module):
    def __init__(self, channels, w_dim):
        super().__init__()
        self.style = nn.Linear(w_dim, 2 * channels)
        with torch.no_grad():
            self.style.bias[:channels] = 1
            self.style.bias[channels:] = 0

    def forward(self, x, w):
        scale, shift = self.style(w)[:, :, None, None].chunk(2, dim=1)
        with torch.no_grad():
            mean = x.mean((2, 3), keepdim=True)
            var = (x - mean).square().mean((2, 3), keepdim=True)
        return scale * (x - mean) / (var + 1e-5).sqrt() + shift
