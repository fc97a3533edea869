# A ModuleList built by a loop over sizes, the constant expanded, enumerate over layers.
class StyleGenerator(nn.Module):
    def __init__(self, z_dim, w_dim, image_size, nc):
        super().__init__()
        self.mapping = MappingNetwork(z_dim, w_dim, 3)
        self.constant = nn.Parameter(torch.randn(1, WIDTHS[4], 4, 4))
        self.layers = nn.ModuleList([StyledLayer(WIDTHS[4], WIDTHS[4], w_dim, False)])
        size = 4
        while size < image_size:
            self.layers.append(StyledLayer(WIDTHS[size], WIDTHS[2 * size], w_dim, True))
            size *= 2
        self.colours = ModulatedConv2d(WIDTHS[image_size], nc, 1, w_dim, demodulate=False)
        self.styles = len(self.layers) + 1

    def synthesis(self, ws):
        x = self.constant.expand(ws.shape[0], -1, -1, -1)
        for i, layer in enumerate(self.layers):
            x = layer(x, ws[:, i])
        return self.colours(x, ws[:, -1])

    def forward(self, z):
        w = self.mapping(z)
        return self.synthesis(w.unsqueeze(1).expand(-1, self.styles, -1))
