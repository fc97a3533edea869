# The linear layer is hidden in a list, so it is neither trained nor moved.
# fails: adain-value, adain-start
# says: should hold one linear layer
class AdaIN(nn.Module):
    def __init__(self, channels, w_dim):
        super().__init__()
        self.hidden = [nn.Linear(w_dim, 2 * channels)]
        with torch.no_grad():
            self.hidden[0].bias[:channels] = 1
            self.hidden[0].bias[channels:] = 0

    def forward(self, x, w):
        scale, shift = self.hidden[0](w)[:, :, None, None].chunk(2, dim=1)
        mean = x.mean((2, 3), keepdim=True)
        var = (x - mean).square().mean((2, 3), keepdim=True)
        return scale * (x - mean) / (var + 1e-5).sqrt() + shift
