# GroupNorm with one group a channel; scales and shifts lie alternately in the layer.
class AdaIN(nn.Module):
    def __init__(self, channels, w_dim):
        super().__init__()
        self.norm = nn.GroupNorm(channels, channels, affine=False)
        self.affine = nn.Linear(w_dim, 2 * channels)
        self.affine.bias.data.copy_(torch.tensor([1.0, 0.0]).repeat(channels))

    def forward(self, x, w):
        pairs = self.affine(w).unflatten(1, (-1, 2))  # (N, channels, 2)
        scale, shift = pairs.unbind(-1)
        return torch.einsum("nc,nchw->nchw", scale, self.norm(x)) + shift[:, :, None, None]
