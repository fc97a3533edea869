# Dropout1d on (N, hidden) drops whole samples, not single units.
# fails: dropout-train
# says: are dropped together
class DropoutDiscriminator(nn.Module):
    def __init__(self, input_dim, hidden_dim, probability):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(input_dim, hidden_dim),
            nn.LeakyReLU(0.2),
            nn.Dropout1d(probability),
            nn.Linear(hidden_dim, 1),
        )

    def forward(self, x):
        return self.layers(x)
