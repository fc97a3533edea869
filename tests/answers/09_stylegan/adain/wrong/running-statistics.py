# InstanceNorm2d keeps running statistics, and uses them in eval mode.
# fails: adain-value
# says: in eval mode running averages are used (track_running_stats=True keeps
class AdaIN(nn.Module):
    def __init__(self, channels, w_dim):
        super().__init__()
        self.norm = nn.InstanceNorm2d(channels, track_running_stats=True)
        self.style = nn.Linear(w_dim, 2 * channels)
        with torch.no_grad():
            self.style.bias[:channels] = 1
            self.style.bias[channels:] = 0

    def forward(self, x, w):
        scale, shift = self.style(w)[:, :, None, None].chunk(2, dim=1)
        return scale * self.norm(x) + shift
