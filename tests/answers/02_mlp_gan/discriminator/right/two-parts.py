# Features and head apart; the same activation twice.
class Discriminator(nn.Module):
    def __init__(self, input_dim, hidden_dim):
        super().__init__()
        self.features = nn.Sequential(nn.Linear(input_dim, hidden_dim), nn.LeakyReLU(0.1),
                                      nn.Linear(hidden_dim, hidden_dim), nn.LeakyReLU(0.1))
        self.head = nn.Linear(hidden_dim, 1)

    def forward(self, x):
        h = self.features(x.view(x.size(0), -1))
        return self.head(h).sigmoid().view(-1, 1)
