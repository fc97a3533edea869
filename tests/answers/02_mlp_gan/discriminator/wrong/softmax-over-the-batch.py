# Softmax over the batch.
# fails: discriminator-layers
# says: Softmax over the batch
class Discriminator(nn.Module):
    def __init__(self, input_dim, hidden_dim):
        super().__init__()
        self.first = nn.Linear(input_dim, hidden_dim)
        self.second = nn.Linear(hidden_dim, hidden_dim)
        self.third = nn.Linear(hidden_dim, 1)

    def forward(self, x):
        x = nn.functional.leaky_relu(self.first(x), 0.1)
        x = nn.functional.leaky_relu(self.second(x), 0.1)
        return torch.softmax(self.third(x), dim=0)
