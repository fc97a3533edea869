# F.rms_norm along the moved channel axis; layers are a subclass of nn.Linear with its own reset_parameters.
def pixel_norm(x):
    return F.rms_norm(x.movedim(1, -1), (x.shape[1],), eps=1e-8).movedim(-1, 1)


class LoudLinear(nn.Linear):
    def reset_parameters(self):
        nn.init.kaiming_normal_(self.weight, a=0.2)
        nn.init.constant_(self.bias, 0.0)

    def forward(self, x):
        return F.leaky_relu(super().forward(x), negative_slope=0.2)


class MappingNetwork(nn.Module):
    def __init__(self, z_dim, w_dim, layers):
        super().__init__()
        self.first = LoudLinear(z_dim, w_dim)
        self.others = nn.Sequential(*(LoudLinear(w_dim, w_dim) for _ in range(layers - 1)))

    def forward(self, z):
        return self.others(self.first(pixel_norm(z)))
