# The probability is always 0.5.
# fails: dropout-train
# says: use `probability`
class DropoutDiscriminator(nn.Module):
    def __init__(self, input_dim, hidden_dim, probability):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(input_dim, hidden_dim), nn.LeakyReLU(0.2), nn.Dropout(), nn.Linear(hidden_dim, 1))

    def forward(self, x):
        return self.layers(x)
