# LeakyReLU with PyTorch's own slope.
# fails: dropout-eval
# says: use 0.2
class DropoutDiscriminator(nn.Module):
    def __init__(self, input_dim, hidden_dim, probability):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(input_dim, hidden_dim), nn.LeakyReLU(), nn.Dropout(probability), nn.Linear(hidden_dim, 1))

    def forward(self, x):
        return self.net(x)
