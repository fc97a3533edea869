# A Sequential with in-place LeakyReLU, rsqrt in pixel_norm.
def pixel_norm(x):
    return x * torch.rsqrt((x ** 2).mean(dim=1, keepdim=True) + 1e-8)


class MappingNetwork(nn.Module):
    def __init__(self, z_dim, w_dim, layers):
        super().__init__()
        parts = []
        size = z_dim
        for _ in range(layers):
            linear = nn.Linear(size, w_dim)
            nn.init.kaiming_normal_(linear.weight, 0.2)
            nn.init.zeros_(linear.bias)
            parts += [linear, nn.LeakyReLU(0.2, inplace=True)]
            size = w_dim
        self.net = nn.Sequential(*parts)

    def forward(self, z):
        return self.net(pixel_norm(z))
