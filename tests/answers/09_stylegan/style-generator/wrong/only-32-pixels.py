# The four layers for 32 pixels are always built.
# fails: style-generator-layers, style-generator-forward, style-generator-learns
# says: for 8 pixels the layers of 32 pixels are made
class StyleGenerator(nn.Module):
    def __init__(self, z_dim, w_dim, image_size, nc):
        super().__init__()
        self.mapping = MappingNetwork(z_dim, w_dim, 3)
        sizes = [4, 8, 16, 32]
        self.styles = len(sizes) + 1
        self.constant = nn.Parameter(torch.randn(1, WIDTHS[4], 4, 4))
        layers = [StyledLayer(WIDTHS[4], WIDTHS[4], w_dim, False)]
        for size in sizes[1:]:
            layers.append(StyledLayer(WIDTHS[size // 2], WIDTHS[size], w_dim, True))
        self.layers = nn.ModuleList(layers)
        self.colours = ModulatedConv2d(WIDTHS[32], nc, 1, w_dim, demodulate=False)

    def synthesis(self, ws):
        x = self.constant.expand(len(ws), -1, -1, -1)
        for i, layer in enumerate(self.layers):
            x = layer(x, ws[:, i])
        return self.colours(x, ws[:, -1])

    def forward(self, z):
        w = self.mapping(z)
        return self.synthesis(w[:, None].expand(-1, self.styles, -1))
