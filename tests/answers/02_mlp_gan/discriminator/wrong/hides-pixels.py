# Hides pixels inside the network.
# fails: discriminator-layers
# says: numbers of its input are hidden in forward
class Discriminator(nn.Module):
    def __init__(self, input_dim, hidden_dim):
        super().__init__()
        self.first = nn.Linear(input_dim, hidden_dim)
        self.second = nn.Linear(hidden_dim, hidden_dim)
        self.third = nn.Linear(hidden_dim, 1)

    def forward(self, x):
        x = nn.functional.dropout(x, 0.3)
        x = nn.functional.leaky_relu(self.first(x), 0.1)
        x = nn.functional.leaky_relu(self.second(x), 0.1)
        return torch.sigmoid(self.third(x))
