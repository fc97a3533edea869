# Activations of its own, under names that others use too.
leaky = nn.LeakyReLU(0.1)
sigmoid = nn.Sigmoid()


def logit(D, x):
    return D.third(leaky(D.second(leaky(D.first(x)))))


class Discriminator(nn.Module):
    def __init__(self, input_dim, hidden_dim):
        super().__init__()
        self.first = nn.Linear(input_dim, hidden_dim)
        self.second = nn.Linear(hidden_dim, hidden_dim)
        self.third = nn.Linear(hidden_dim, 1)

    def forward(self, x):
        return sigmoid(logit(self, x))
