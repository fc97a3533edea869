# The last layer has no bias.
# fails: generator-layers
# says: each needs a bias
class Generator(nn.Module):
    def __init__(self, input_dim, hidden_dim, output_dim):
        super().__init__()
        self.first = nn.Linear(input_dim, hidden_dim)
        self.second = nn.Linear(hidden_dim, hidden_dim)
        self.third = nn.Linear(hidden_dim, output_dim, bias=False)

    def forward(self, z):
        z = torch.relu(self.first(z))
        z = torch.relu(self.second(z))
        return torch.tanh(self.third(z))
