# The result is written into a tensor made on the CPU.
# fails: adain-start
# says: what AdaIN gives is on cpu, x on test_gpu
class AdaIN(nn.Module):
    def __init__(self, channels, w_dim):
        super().__init__()
        self.style = nn.Linear(w_dim, 2 * channels)
        with torch.no_grad():
            self.style.bias[:channels] = 1
            self.style.bias[channels:] = 0

    def forward(self, x, w):
        scale, shift = self.style(w)[:, :, None, None].chunk(2, dim=1)
        out = torch.empty(x.shape)
        for n in range(x.shape[0]):
            left = x[n] - x[n].mean((1, 2), keepdim=True)
            out[n] = scale[n] * left / (left.square().mean((1, 2), keepdim=True) + 1e-5).sqrt() + shift[n]
        return out
