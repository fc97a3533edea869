# Fresh noise drawn image by image, in (channels, 1, 1) strengths.
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(channels, 1, 1))

    def forward(self, x):
        out = []
        for image in x:
            noise = torch.randn(image.shape[-2:], dtype=image.dtype, device=image.device)
            out.append(image + self.weight * noise.expand_as(image))
        return torch.stack(out)
