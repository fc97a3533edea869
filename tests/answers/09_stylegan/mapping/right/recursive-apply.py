# A network that holds a smaller network, started with self.apply; pixel_norm sums over the channels in a loop.
def pixel_norm(x):
    total = 0
    for channel in x.unbind(1):
        total = total + channel * channel
    return x.div((total / x.shape[1]).add(1e-8).sqrt().unsqueeze(1))


def _start(module):
    if type(module) is nn.Linear:
        nn.init.kaiming_normal_(module.weight, 0.2, mode="fan_in", nonlinearity="leaky_relu")
        module.bias.data.zero_()


class MappingNetwork(nn.Module):
    def __init__(self, z_dim, w_dim, layers):
        super().__init__()
        self.before = MappingNetwork(z_dim, w_dim, layers - 1) if layers > 1 else None
        self.last = nn.Linear(w_dim if layers > 1 else z_dim, w_dim)
        self.act = nn.LeakyReLU(0.2)
        self.apply(_start)

    def forward(self, z):
        before = pixel_norm(z) if self.before is None else self.before(z)
        return self.act(self.last(before))
