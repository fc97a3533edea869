# The mean is taken along the last dimension: right for styles, wrong for images.
# fails: mapping-norm
# says: the mean square is taken over the last dimension: take it over
def pixel_norm(x):
    return x / torch.sqrt(torch.mean(x ** 2, dim=-1, keepdim=True) + 1e-8)


class MappingNetwork(nn.Module):
    def __init__(self, z_dim, w_dim, layers):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(z_dim if i == 0 else w_dim, w_dim) for i in range(layers))
        for layer in self.layers:
            nn.init.kaiming_normal_(layer.weight, 0.2)
            nn.init.zeros_(layer.bias)

    def forward(self, z):
        x = pixel_norm(z)
        for layer in self.layers:
            x = F.leaky_relu(layer(x), 0.2)
        return x
