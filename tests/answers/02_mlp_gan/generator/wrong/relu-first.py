# ReLU before the layers in place of behind them.
# fails: generator-layers
# says: ReLU stands before each Linear
class Generator(nn.Module):
    def __init__(self, input_dim, hidden_dim, output_dim):
        super().__init__()
        self.first = nn.Linear(input_dim, hidden_dim)
        self.second = nn.Linear(hidden_dim, hidden_dim)
        self.third = nn.Linear(hidden_dim, output_dim)

    def forward(self, z):
        z = self.first(torch.relu(z))
        z = self.second(torch.relu(z))
        return torch.tanh(self.third(torch.relu(z)))
