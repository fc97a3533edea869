# The linear layer has two outputs: one scale and one shift for all channels.
# fails: adain-value, adain-start
# says: should hold one linear layer
class AdaIN(nn.Module):
    def __init__(self, channels, w_dim):
        super().__init__()
        self.style = nn.Linear(w_dim, 2)
        with torch.no_grad():
            self.style.bias[:1] = 1
            self.style.bias[1:] = 0

    def forward(self, x, w):
        scale, shift = self.style(w)[:, :, None, None].chunk(2, dim=1)
        mean = x.mean((2, 3), keepdim=True)
        var = (x - mean).square().mean((2, 3), keepdim=True)
        return scale * (x - mean) / (var + 1e-5).sqrt() + shift
