# Layers as attributes, activations as functions of torch.
class Generator(nn.Module):
    """Noise (N, input_dim) → flat images (N, output_dim) with values in [−1, 1]."""

    def __init__(self, input_dim, hidden_dim, output_dim):
        super().__init__()
        self.fc1 = nn.Linear(input_dim, hidden_dim)
        self.fc2 = nn.Linear(hidden_dim, hidden_dim)
        self.fc3 = nn.Linear(hidden_dim, output_dim)

    def forward(self, z):
        z = torch.relu(self.fc1(z))
        z = torch.relu(self.fc2(z))
        return torch.tanh(self.fc3(z))
