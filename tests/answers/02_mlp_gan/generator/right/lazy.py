# Lazy layers, which find out their input size when they are first called.
class Generator(nn.Module):
    def __init__(self, input_dim, hidden_dim, output_dim):
        super().__init__()
        self.net = nn.Sequential(
            nn.LazyLinear(hidden_dim), nn.ReLU(),
            nn.LazyLinear(hidden_dim), nn.ReLU(),
            nn.LazyLinear(output_dim), nn.Tanh(),
        )

    def forward(self, z):
        return self.net(z)
