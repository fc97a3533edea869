# Slope 0.2 behind the second layer.
# fails: discriminator-layers
# says: the slope of one LeakyReLU is 0.2
class Discriminator(nn.Module):
    """Flat images (N, input_dim) → probability that each is real, (N, 1)."""

    def __init__(self, input_dim, hidden_dim):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(input_dim, hidden_dim),
            nn.LeakyReLU(0.1),
            nn.Linear(hidden_dim, hidden_dim),
            nn.LeakyReLU(0.2),
            nn.Linear(hidden_dim, 1),
            nn.Sigmoid(),
        )

    def forward(self, x):
        return self.layers(x)
