# Flattens whatever it is given, changes activations in place.
class Discriminator(nn.Module):
    def __init__(self, input_dim, hidden_dim):
        super().__init__()
        act = nn.LeakyReLU(0.1, inplace=True)
        self.model = nn.Sequential(
            nn.Flatten(),
            nn.Linear(input_dim, hidden_dim), act,
            nn.Linear(hidden_dim, hidden_dim), act,
            nn.Linear(hidden_dim, 1),
        )
        self.sigmoid = nn.Sigmoid()

    def forward(self, x):
        return self.sigmoid(self.model(x))
