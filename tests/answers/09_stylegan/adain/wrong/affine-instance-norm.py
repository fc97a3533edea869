# InstanceNorm2d has a learnt scale and shift of its own beside the style's.
# fails: adain-value, adain-start
# says: besides the layer from w nothing of AdaIN learns, but norm.weight
class AdaIN(nn.Module):
    def __init__(self, channels, w_dim):
        super().__init__()
        self.norm = nn.InstanceNorm2d(channels, affine=True)
        self.style = nn.Linear(w_dim, 2 * channels)
        with torch.no_grad():
            self.style.bias[:channels] = 1
            self.style.bias[channels:] = 0

    def forward(self, x, w):
        scale, shift = self.style(w)[:, :, None, None].chunk(2, dim=1)
        return scale * self.norm(x) + shift
