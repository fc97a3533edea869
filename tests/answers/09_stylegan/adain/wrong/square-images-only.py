# The result is viewed as a square image with height for both sides.
# fails: adain-value
# says: what AdaIN gives should have shape
class AdaIN(nn.Module):
    def __init__(self, channels, w_dim):
        super().__init__()
        self.style = nn.Linear(w_dim, 2 * channels)
        with torch.no_grad():
            self.style.bias[:channels] = 1
            self.style.bias[channels:] = 0

    def forward(self, x, w):
        scale, shift = self.style(w)[:, :, None, None].chunk(2, dim=1)
        side = x.shape[2]
        mean = x.mean((2, 3), keepdim=True)
        var = (x - mean).square().mean((2, 3), keepdim=True)
        out = scale * (x - mean) / (var + 1e-5).sqrt() + shift
        return out.flatten()[: x.shape[0] * x.shape[1] * side * side].view(len(x), -1, side, side)
