# An activation after the last Linear, before Sigmoid.
# fails: discriminator-layers
# says: LeakyReLU stands after the last Linear
class Discriminator(nn.Module):
    def __init__(self, input_dim, hidden_dim):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(input_dim, hidden_dim),
            nn.LeakyReLU(0.1),
            nn.Linear(hidden_dim, hidden_dim),
            nn.LeakyReLU(0.1),
            nn.Linear(hidden_dim, 1),
            nn.LeakyReLU(0.1),
            nn.Sigmoid(),
        )

    def forward(self, x):
        return self.layers(x)
