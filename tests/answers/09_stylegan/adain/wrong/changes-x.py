# The mean is taken off x itself.
# fails: adain-value, adain-start
# says: AdaIN changed its input x in place: make a new tensor (x *
class AdaIN(nn.Module):
    def __init__(self, channels, w_dim):
        super().__init__()
        self.style = nn.Linear(w_dim, 2 * channels)
        with torch.no_grad():
            self.style.bias[:channels] = 1
            self.style.bias[channels:] = 0

    def forward(self, x, w):
        scale, shift = self.style(w)[:, :, None, None].chunk(2, dim=1)
        mean = x.detach().mean((2, 3), keepdim=True)
        x -= mean
        var = x.square().mean((2, 3), keepdim=True)
        return scale * x / (var + 1e-5).sqrt() + shift
