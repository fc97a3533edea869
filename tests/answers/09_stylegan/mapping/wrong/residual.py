# Layers of equal width get a shortcut.
# fails: mapping-layers
# says: the input of a layer is added to its output: there are no shortcuts here
def pixel_norm(x):
    return x / (x.square().mean(1, keepdim=True) + 1e-8).sqrt()


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
            y = F.leaky_relu(layer(x), 0.2)
            x = x + y if layer.in_features == layer.out_features and layer is not self.layers[0] else y
        return x
