# All weights start at zero, so every unit of a layer stays like its neighbours.
# fails: generator-layers
# says: weights of a layer are 0
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
        for parameter in self.parameters():
            nn.init.zeros_(parameter)

    def forward(self, z):
        return self.layers(z)
