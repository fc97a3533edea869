# Sizes written as numbers in place of the arguments.
# fails: generator-shape, generator-layers
# says: are they taken from the arguments
# says: are the sizes taken from the arguments
class Generator(nn.Module):
    def __init__(self, input_dim=100, hidden_dim=256, output_dim=784):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(100, 256),
            nn.ReLU(),
            nn.Linear(256, 256),
            nn.ReLU(),
            nn.Linear(256, 784),
            nn.Tanh(),
        )

    def forward(self, z):
        return self.layers(z)
