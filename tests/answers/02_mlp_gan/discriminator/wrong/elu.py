# ELU between the layers.
# fails: discriminator-layers
# says: GELU, ELU, SiLU or Tanh
class Discriminator(nn.Module):
    def __init__(self, input_dim, hidden_dim):
        super().__init__()
        self.first = nn.Linear(input_dim, hidden_dim)
        self.second = nn.Linear(hidden_dim, hidden_dim)
        self.third = nn.Linear(hidden_dim, 1)

    def forward(self, x):
        x = nn.functional.elu(self.first(x))
        x = nn.functional.elu(self.second(x))
        return torch.sigmoid(self.third(x))
