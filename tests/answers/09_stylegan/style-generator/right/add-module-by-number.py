# Layers registered by add_module under numbered names and fetched by getattr; the count from log2.
class StyleGenerator(nn.Module):
    def __init__(self, z_dim, w_dim, image_size, nc):
        super().__init__()
        self.mapping = MappingNetwork(z_dim, w_dim, 3)
        self.depth = image_size.bit_length() - 2  # 8 -> 2, 16 -> 3, 32 -> 4, 64 -> 5
        self.styles = self.depth + 1
        self.register_parameter("seed", nn.Parameter(torch.empty(1, WIDTHS[4], 4, 4)))
        nn.init.normal_(self.seed)
        for k in range(self.depth):
            size = 4 << k
            before = WIDTHS[max(size // 2, 4)]
            self.add_module(f"layer{k}", StyledLayer(before, WIDTHS[size], w_dim, k > 0))
        self.to_rgb = ModulatedConv2d(WIDTHS[4 << (self.depth - 1)], nc, 1, w_dim, False)

    def synthesis(self, ws):
        x = self.seed.repeat(len(ws), 1, 1, 1)
        for k in range(self.depth):
            x = getattr(self, f"layer{k}")(x, ws[:, k, :])
        return self.to_rgb(x, ws[:, self.depth, :])

    def forward(self, z):
        w = self.mapping(z)
        return self.synthesis(torch.stack([w] * self.styles, dim=1))
