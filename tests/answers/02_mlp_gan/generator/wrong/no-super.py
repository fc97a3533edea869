# Forgets super().__init__().
# fails: generator-shape, generator-layers
# says: call super().__init__() first
class Generator(nn.Module):
    def __init__(self, input_dim, hidden_dim, output_dim):
        self.layers = nn.Sequential(
            nn.Linear(input_dim, hidden_dim),
            nn.ReLU(),
            nn.Linear(hidden_dim, hidden_dim),
            nn.ReLU(),
            nn.Linear(hidden_dim, output_dim),
            nn.Tanh(),
        )

    def forward(self, z):
        return self.layers(z)
