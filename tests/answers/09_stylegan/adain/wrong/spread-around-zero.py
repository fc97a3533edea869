# The mean square of x itself is taken as the variance.
# fails: adain-value, adain-start
# says: the variance is the mean square of x itself: take the mean off first
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
        var = x.square().mean((2, 3), keepdim=True)
        return scale * (x - mean) / (var + 1e-5).sqrt() + shift
