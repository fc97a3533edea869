# Separate attributes for first layer, growing layers and colours; the constant times ones; styles popped from a list.
class StyleGenerator(nn.Module):
    def __init__(self, z_dim, w_dim, image_size, nc):
        super().__init__()
        self.styles = int(math.log2(image_size))
        self.mapping = MappingNetwork(z_dim, w_dim, 3)
        self.const = nn.Parameter(torch.zeros(1, WIDTHS[4], 4, 4).normal_())
        self.first = StyledLayer(WIDTHS[4], WIDTHS[4], w_dim, False)
        growing, size = [], 8
        while size <= image_size:
            growing.append(StyledLayer(WIDTHS[size // 2], WIDTHS[size], w_dim, True))
            size = size * 2
        self.growing = nn.Sequential(*growing)
        self.last = ModulatedConv2d(WIDTHS[image_size], nc, 1, w_dim, demodulate=False)

    def synthesis(self, ws):
        todo = list(ws.transpose(0, 1))
        x = self.const * ws.new_ones(len(ws), 1, 1, 1)
        x = self.first(x, todo.pop(0))
        for layer in self.growing:
            x = layer(x, todo.pop(0))
        return self.last(x, todo.pop(0))

    def forward(self, z):
        w = self.mapping(z)
        return self.synthesis(w[:, None].repeat(1, self.styles, 1))
