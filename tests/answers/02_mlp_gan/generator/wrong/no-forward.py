# forward stands inside __init__, one tab too far.
# fails: generator-shape, generator-layers
# says: forward stands inside __init__: move it to the left
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
            return self.layers(z)
