# A ModuleDict keyed by size, and recursion from the large size down to the constant.
class StyleGenerator(nn.Module):
    def __init__(self, z_dim, w_dim, image_size, nc):
        super().__init__()
        self.image_size = image_size
        self.sizes = [size for size in (4, 8, 16, 32, 64) if size <= image_size]
        self.styles = len(self.sizes) + 1
        self.blocks = nn.ModuleDict()
        for size in self.sizes:
            grow = size != 4
            self.blocks[str(size)] = StyledLayer(WIDTHS[size // 2 if grow else 4], WIDTHS[size], w_dim, grow)
        self.paint = ModulatedConv2d(in_channels=WIDTHS[image_size], out_channels=nc, kernel=1, w_dim=w_dim, demodulate=False)
        self.learnt = nn.ParameterDict({"constant": nn.Parameter(torch.randn(1, WIDTHS[4], 4, 4))})
        self.mapping = MappingNetwork(z_dim, w_dim, 3)

    def _features(self, ws, level):
        if level < 0:
            return self.learnt["constant"].index_select(0, torch.zeros(len(ws), dtype=torch.long, device=ws.device))
        return self.blocks[str(self.sizes[level])](self._features(ws, level - 1), ws.select(1, level))

    def synthesis(self, ws):
        return self.paint(self._features(ws, len(self.sizes) - 1), ws.select(1, self.styles - 1))

    def forward(self, z):
        return self.synthesis(torch.einsum("nw,s->nsw", self.mapping(z), z.new_ones(self.styles)))
