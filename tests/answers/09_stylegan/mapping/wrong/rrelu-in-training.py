# nn.RReLU is 0.2 only by chance: while training its slope is random.
# fails: mapping-layers
# says: the slope for negative numbers is drawn, as RReLU does
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
            x = F.rrelu(layer(x), 0.1, 0.3, self.training)
        return x
