# The dropout is put on the input instead of the hidden units.
# fails: dropout-train
# says: Dropout on the input
class DropoutDiscriminator(nn.Module):
    def __init__(self, input_dim, hidden_dim, probability):
        super().__init__()
        self.layers = nn.Sequential(nn.Dropout(probability), nn.Linear(input_dim, hidden_dim), nn.LeakyReLU(0.2), nn.Linear(hidden_dim, 1))

    def forward(self, x):
        return self.layers(x)
