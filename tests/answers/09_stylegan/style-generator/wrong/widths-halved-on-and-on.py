# Widths are 48 halved from 16 pixels on, which gives 6 instead of 8 channels at 64.
# fails: style-generator-layers
# says: pixels there should be a StyledLayer with (in, out, grow) =
class StyleGenerator(nn.Module):
    def __init__(self, z_dim, w_dim, image_size, nc):
        super().__init__()
        self.mapping = MappingNetwork(z_dim, w_dim, 3)
        widths = {4: 48, 8: 48, 16: 24, 32: 12, 64: 6}
        sizes = [size for size in WIDTHS if size <= image_size]
        self.styles = len(sizes) + 1
        self.constant = nn.Parameter(torch.randn(1, WIDTHS[4], 4, 4))
        layers = [StyledLayer(WIDTHS[4], WIDTHS[4], w_dim, False)]
        for size in sizes[1:]:
            layers.append(StyledLayer(widths[size // 2], widths[size], w_dim, True))
        self.layers = nn.ModuleList(layers)
        self.colours = ModulatedConv2d(widths[image_size], nc, 1, w_dim, demodulate=False)

    def synthesis(self, ws):
        x = self.constant.expand(len(ws), -1, -1, -1)
        for i, layer in enumerate(self.layers):
            x = layer(x, ws[:, i])
        return self.colours(x, ws[:, -1])

    def forward(self, z):
        w = self.mapping(z)
        return self.synthesis(w[:, None].expand(-1, self.styles, -1))
