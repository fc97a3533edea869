# Dropout on the input, too.
# fails: dropout-train
# says: is there a second Dropout
class DropoutDiscriminator(nn.Module):
    def __init__(self, input_dim, hidden_dim, probability):
        super().__init__()
        self.net = nn.Sequential(
            nn.Dropout(probability), nn.Linear(input_dim, hidden_dim), nn.LeakyReLU(0.2), nn.Dropout(probability), nn.Linear(hidden_dim, 1)
        )

    def forward(self, x):
        return self.net(x)
