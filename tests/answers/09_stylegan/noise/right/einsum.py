# An outer product of noise and strengths by einsum; noise by torch.normal.
class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.register_parameter("a", nn.Parameter(torch.empty(channels)))
        nn.init.constant_(self.a, 0.0)

    def forward(self, x):
        zeros = torch.zeros_like(x[:, 0]).detach()
        noise = torch.normal(zeros, torch.ones_like(zeros))
        return torch.einsum("c,nhw->nchw", self.a, noise) + x
