# 1 + the layer's scale, but the layer's biases are random.
# fails: adain-start
# says: PyTorch's own biases are left: set those of the scale to
class AdaIN(nn.Module):
    def __init__(self, channels, w_dim):
        super().__init__()
        self.style = nn.Linear(w_dim, 2 * channels)

    def forward(self, x, w):
        scale, shift = self.style(w)[:, :, None, None].chunk(2, dim=1)
        mean = x.mean((2, 3), keepdim=True)
        var = (x - mean).square().mean((2, 3), keepdim=True)
        return (1 + scale) * (x - mean) / (var + 1e-5).sqrt() + shift
