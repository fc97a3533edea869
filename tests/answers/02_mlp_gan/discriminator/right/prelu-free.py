# LeakyReLU written with where, Sigmoid as a module.
class Discriminator(nn.Module):
    def __init__(self, input_dim, hidden_dim):
        super().__init__()
        self.first = nn.Linear(input_dim, hidden_dim)
        self.second = nn.Linear(hidden_dim, hidden_dim)
        self.third = nn.Linear(hidden_dim, 1)

    def leaky(self, x):
        return torch.where(x > 0, x, 0.1 * x)

    def forward(self, x):
        x = self.leaky(self.first(x))
        x = self.leaky(self.second(x))
        return torch.sigmoid(self.third(x))
