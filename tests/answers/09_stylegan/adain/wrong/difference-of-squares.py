# The variance is the mean of squares less the square of the mean: for bright images nothing is left in float32.
# fails: adain-value
# says: in a channel whose mean is 500 times its deviation
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
        var = x.square().mean((2, 3), keepdim=True) - mean.square()
        return scale * (x - mean) / (var + 1e-5).sqrt() + shift
