# A Sequential that knows its layers.
class Generator(nn.Sequential):
    def __init__(self, input_dim, hidden_dim, output_dim):
        super().__init__(
            nn.Linear(input_dim, hidden_dim),
            nn.ReLU(inplace=True),
            nn.Linear(hidden_dim, hidden_dim),
            nn.ReLU(inplace=True),
            nn.Linear(hidden_dim, output_dim),
            nn.Tanh(),
        )
