# Functional dropout that asks for the mode.
class DropoutDiscriminator(nn.Module):
    def __init__(self, input_dim, hidden_dim, probability):
        super().__init__()
        self.first, self.second = nn.Linear(input_dim, hidden_dim), nn.Linear(hidden_dim, 1)
        self.probability = probability

    def forward(self, x):
        h = nn.functional.leaky_relu(self.first(x), 0.2)
        h = nn.functional.dropout(h, self.probability, training=self.training)
        return self.second(h)
