# Two linear layers and F.instance_norm.
class AdaIN(nn.Module):
    def __init__(self, channels, w_dim):
        super().__init__()
        self.scale, self.shift = nn.Linear(w_dim, channels), nn.Linear(w_dim, channels)
        nn.init.ones_(self.scale.bias)
        nn.init.zeros_(self.shift.bias)

    def forward(self, x, w):
        s = self.scale(w).unsqueeze(-1).unsqueeze(-1)
        b = self.shift(w).unsqueeze(-1).unsqueeze(-1)
        return torch.addcmul(b, s, F.instance_norm(x, eps=1e-5))
