# Draws noise of its own in forward, whatever it is given.
# fails: generator-layers
# says: is another one each time, for the same input: it does not depend on the input
class Generator(nn.Module):
    def __init__(self, input_dim, hidden_dim, output_dim):
        super().__init__()
        self.input_dim = input_dim
        self.layers = nn.Sequential(
            nn.Linear(input_dim, hidden_dim),
            nn.ReLU(),
            nn.Linear(hidden_dim, hidden_dim),
            nn.ReLU(),
            nn.Linear(hidden_dim, output_dim),
            nn.Tanh(),
        )

    def forward(self, z):
        z = torch.randn(len(z), self.input_dim)
        return self.layers(z)
