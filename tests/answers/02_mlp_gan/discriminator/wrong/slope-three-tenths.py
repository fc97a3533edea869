# Slope 0.3.
# fails: discriminator-layers
# says: the slope of LeakyReLU is 0.3
class Discriminator(nn.Module):
    def __init__(self, input_dim, hidden_dim):
        super().__init__()
        self.first = nn.Linear(input_dim, hidden_dim)
        self.second = nn.Linear(hidden_dim, hidden_dim)
        self.third = nn.Linear(hidden_dim, 1)

    def forward(self, x):
        x = nn.functional.leaky_relu(self.first(x), 0.3)
        x = nn.functional.leaky_relu(self.second(x), 0.3)
        return torch.sigmoid(self.third(x))
