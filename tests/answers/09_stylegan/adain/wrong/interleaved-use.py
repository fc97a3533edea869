# Biases are set by halves, but scale and shift are taken alternately.
# fails: adain-start
# says: the biases are set in halves and read in turns, or the other way round
class AdaIN(nn.Module):
    def __init__(self, channels, w_dim):
        super().__init__()
        self.style = nn.Linear(w_dim, 2 * channels)
        with torch.no_grad():
            self.style.bias[:channels] = 1
            self.style.bias[channels:] = 0

    def forward(self, x, w):
        scale, shift = self.style(w)[:, :, None, None].unflatten(1, (-1, 2)).unbind(2)
        mean = x.mean((2, 3), keepdim=True)
        var = (x - mean).square().mean((2, 3), keepdim=True)
        return scale * (x - mean) / (var + 1e-5).sqrt() + shift
