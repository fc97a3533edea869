# No dropout at all.
# fails: dropout-train
# says: is Dropout missing
class DropoutDiscriminator(nn.Module):
    def __init__(self, input_dim, hidden_dim, probability):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(input_dim, hidden_dim), nn.LeakyReLU(0.2), nn.Linear(hidden_dim, 1))

    def forward(self, x):
        return self.net(x)
