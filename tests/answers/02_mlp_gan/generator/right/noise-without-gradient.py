# Takes the noise as a constant; activations shared, under names that others use too.
relu, tanh = nn.ReLU(), nn.Tanh()


class Generator(nn.Module):
    def __init__(self, input_dim, hidden_dim, output_dim):
        super().__init__()
        self.first = nn.Linear(input_dim, hidden_dim)
        self.second = nn.Linear(hidden_dim, hidden_dim)
        self.third = nn.Linear(hidden_dim, output_dim)

    def forward(self, z):
        z = z.detach()
        return tanh(self.third(relu(self.second(relu(self.first(z))))))
