# The network is itself a Sequential; weights are drawn by hand with the same deviation; max(x, 0.2x) as activation.
def pixel_norm(x):
    channels = x.size(1)
    total = torch.einsum("nc...,nc...->n...", x, x).unsqueeze(1)
    return x / (total / channels + 1e-8) ** 0.5


class Leak(nn.Module):
    def forward(self, x):
        return torch.maximum(x, 0.2 * x)


class MappingNetwork(nn.Sequential):
    def __init__(self, z_dim, w_dim, layers):
        super().__init__()
        for number in range(layers):
            fan_in = w_dim if number else z_dim
            linear = nn.Linear(fan_in, w_dim)
            with torch.no_grad():
                linear.weight.normal_(0, math.sqrt(2 / (1 + 0.2**2) / fan_in))
                linear.bias.fill_(0)
            self.append(linear)
            self.append(Leak())

    def forward(self, z):
        return super().forward(pixel_norm(z))
