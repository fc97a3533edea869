# PReLU, whose slope is a parameter and is learnt.
# fails: discriminator-layers
# says: nothing else may have parameters
class Discriminator(nn.Module):
    def __init__(self, input_dim, hidden_dim):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(input_dim, hidden_dim),
            nn.PReLU(init=0.1),
            nn.Linear(hidden_dim, hidden_dim),
            nn.PReLU(init=0.1),
            nn.Linear(hidden_dim, 1),
            nn.Sigmoid(),
        )

    def forward(self, x):
        return self.layers(x)
