# Fills a new tensor that lies on the CPU.
# fails: mapping-place
# says: what pixel_norm on test_gpu gives is on cpu, z on test_gpu
def pixel_norm(x):
    out = torch.zeros(x.shape)
    for n in range(len(x)):
        out[n] = x[n] / (x[n].square().mean(0, keepdim=True) + 1e-8).sqrt()
    return out


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
