# The strengths lie in a vector; noise by new_empty().normal_().
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.strength = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        n, _, height, width = x.shape
        noise = x.new_empty(n, 1, height, width).normal_()
        return x + self.strength.view(1, -1, 1, 1) * noise
