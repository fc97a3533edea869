# The inner layers are one and the same module.
# fails: mapping-layers
# says: were asked for, each a layer of its own
def pixel_norm(x):
    return x / (x.square().mean(1, keepdim=True) + 1e-8).sqrt()


class MappingNetwork(nn.Module):
    def __init__(self, z_dim, w_dim, layers):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(z_dim, w_dim)] + [nn.Linear(w_dim, w_dim)] * (layers - 1))
        for layer in self.layers:
            nn.init.kaiming_normal_(layer.weight, 0.2)
            nn.init.zeros_(layer.bias)

    def forward(self, z):
        x = pixel_norm(z)
        for layer in self.layers:
            x = F.leaky_relu(layer(x), 0.2)
        return x
