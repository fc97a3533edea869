# Scale is 1 plus what the linear layer says, with biases at 0; the shift comes first in the layer.
class AdaIN(nn.Module):
    def __init__(self, channels, w_dim):
        super().__init__()
        self.to_both = nn.Linear(w_dim, channels * 2)
        nn.init.zeros_(self.to_both.bias)
        self.channels = channels

    def forward(self, x, w):
        both = self.to_both(w)
        b, s = both[:, : self.channels], 1 + both[:, self.channels :]
        centred = x - x.mean(dim=(-2, -1), keepdim=True)
        normal = centred * torch.rsqrt(centred.pow(2).mean(dim=(-2, -1), keepdim=True) + 1e-5)
        return normal * s[..., None, None] + b[..., None, None]
