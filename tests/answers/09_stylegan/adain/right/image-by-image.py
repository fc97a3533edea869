# A loop over the images, with layer_norm over the pixels of each channel; small linear weights.
class AdaIN(nn.Module):
    def __init__(self, channels, w_dim):
        super().__init__()
        self.layers = nn.ModuleDict({"b": nn.Linear(w_dim, channels), "s": nn.Linear(w_dim, channels)})
        for layer, start in (("b", 0.0), ("s", 1.0)):
            nn.init.normal_(self.layers[layer].weight, std=0.1)
            nn.init.constant_(self.layers[layer].bias, start)

    def forward(self, x, w):
        images = []
        for image, style in zip(x, w):
            normal = F.layer_norm(image, image.shape[1:], eps=1e-5)
            images.append(normal * self.layers["s"](style)[:, None, None] + self.layers["b"](style)[:, None, None])
        return torch.stack(images)
