# Layers and colours in one ModuleList, run by functools.reduce over unbound styles; styles is a property.
from functools import reduce


class StyleGenerator(nn.Module):
    def __init__(self, z_dim, w_dim, image_size, nc):
        super().__init__()
        widths = [width for size, width in sorted(WIDTHS.items()) if size <= image_size]
        self.net = nn.ModuleList(
            [StyledLayer(widths[0], widths[0], w_dim, grow=False)]
            + [StyledLayer(a, b, w_dim, grow=True) for a, b in zip(widths[:-1], widths[1:])]
            + [ModulatedConv2d(widths[-1], nc, 1, w_dim, demodulate=False)]
        )
        self.mapping = MappingNetwork(z_dim, w_dim, layers=3)
        self.start = nn.Parameter(torch.normal(0.0, 1.0, (1, WIDTHS[4], 4, 4)))

    @property
    def styles(self):
        return len(self.net)

    def synthesis(self, ws):
        first = torch.broadcast_to(self.start, (ws.size(0), *self.start.shape[1:]))
        return reduce(lambda x, pair: pair[0](x, pair[1]), zip(self.net, ws.unbind(1)), first)

    def forward(self, z):
        return self.synthesis(self.mapping(z).repeat_interleave(self.styles, dim=0).unflatten(0, (-1, self.styles)))
