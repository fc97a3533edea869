# Two layers only.
# fails: discriminator-layers
# says: it should hold 3 linear layers, not 2
class Discriminator(nn.Module):
    def __init__(self, input_dim, hidden_dim):
        super().__init__()
        self.first = nn.Linear(input_dim, hidden_dim)
        self.third = nn.Linear(hidden_dim, 1)

    def forward(self, x):
        x = nn.functional.leaky_relu(self.first(x), 0.1)
        return torch.sigmoid(self.third(x))
