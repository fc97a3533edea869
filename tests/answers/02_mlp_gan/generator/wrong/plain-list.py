# The layers stand in a plain list, so the network has no parameters to train.
# fails: generator-layers
# says: is each layer an attribute
class Generator(nn.Module):
    def __init__(self, input_dim, hidden_dim, output_dim):
        super().__init__()
        self.layers = [
            nn.Linear(input_dim, hidden_dim),
            nn.ReLU(),
            nn.Linear(hidden_dim, hidden_dim),
            nn.ReLU(),
            nn.Linear(hidden_dim, output_dim),
            nn.Tanh(),
        ]

    def forward(self, z):
        for layer in self.layers:
            z = layer(z)
        return z
