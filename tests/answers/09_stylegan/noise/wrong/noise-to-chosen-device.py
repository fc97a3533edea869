# The result is moved to the CPU to add the noise.
# fails: noise-start
# says: what the noise layer gives is on cpu, x on test_gpu
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.strength = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        n, c, h, w = x.shape
        noise = torch.randn(n, 1, h, w, dtype=x.dtype)
        return x.cpu() + self.strength[:, None, None].cpu() * noise
