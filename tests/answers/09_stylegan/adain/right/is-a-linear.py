# AdaIN is itself the linear layer; var_mean without Bessel's correction.
class AdaIN(nn.Linear):
    def __init__(self, channels, w_dim):
        super().__init__(w_dim, 2 * channels)
        self.bias = nn.Parameter(torch.cat([torch.zeros(channels), torch.ones(channels)]))

    def forward(self, x, w):
        n, c, height, width = x.shape
        shift, scale = F.linear(w, self.weight, self.bias).reshape(n, 2, c, 1).unbind(1)
        flat = x.reshape(n, c, height * width)
        var, mean = torch.var_mean(flat, dim=2, correction=0, keepdim=True)
        return (scale / torch.sqrt(var + 1e-5) * (flat - mean) + shift).reshape(n, c, height, width)
