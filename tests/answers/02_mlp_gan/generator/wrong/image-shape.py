# Gives images (N, 1, 28, 28) in place of flat ones.
# fails: generator-shape, generator-layers
# says: should have shape (1, 784), not (1, 1, 28, 28)
class Generator(nn.Module):
    def __init__(self, input_dim, hidden_dim, output_dim):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(input_dim, hidden_dim),
            nn.ReLU(),
            nn.Linear(hidden_dim, hidden_dim),
            nn.ReLU(),
            nn.Linear(hidden_dim, output_dim),
            nn.Tanh(),
        )

    def forward(self, z):
        return self.layers(z).view(-1, 1, 28, 28)
