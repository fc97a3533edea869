# Two outputs, one for each class.
# fails: discriminator-shape, discriminator-layers
# says: should have shape (1, 1), not (1, 2)
# says: one layer is 20 → 2 and should be 20 → 1
class Discriminator(nn.Module):
    def __init__(self, input_dim, hidden_dim):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(input_dim, hidden_dim),
            nn.LeakyReLU(0.1),
            nn.Linear(hidden_dim, hidden_dim),
            nn.LeakyReLU(0.1),
            nn.Linear(hidden_dim, 2),
            nn.Softmax(dim=1),
        )

    def forward(self, x):
        return self.layers(x)
