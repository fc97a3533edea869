# Drops the logit itself.
# fails: dropout-train
# says: not behind it
class DropoutDiscriminator(nn.Module):
    def __init__(self, input_dim, hidden_dim, probability):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(input_dim, hidden_dim), nn.LeakyReLU(0.2), nn.Linear(hidden_dim, 1), nn.Dropout(probability))

    def forward(self, x):
        return self.layers(x)
