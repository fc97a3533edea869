# A ModuleList, built in a loop, with DCGAN's initial weights.
class Generator(nn.Module):
    def __init__(self, input_dim, hidden_dim, output_dim):
        super().__init__()
        sizes = [input_dim, hidden_dim, hidden_dim, output_dim]
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:])])
        for layer in self.layers:
            nn.init.normal_(layer.weight, 0.0, 0.02)
            nn.init.zeros_(layer.bias)

    def forward(self, z):
        for layer in self.layers[:-1]:
            z = layer(z).clamp(min=0)
        return self.layers[-1](z).tanh()
