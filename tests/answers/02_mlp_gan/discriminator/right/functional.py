# Layers as attributes, activations from nn.functional.
import torch.nn.functional as F


class Discriminator(nn.Module):
    """Flat images (N, input_dim) → probability that each is real, (N, 1)."""

    def __init__(self, input_dim, hidden_dim):
        super().__init__()
        self.fc1 = nn.Linear(input_dim, hidden_dim)
        self.fc2 = nn.Linear(hidden_dim, hidden_dim)
        self.fc3 = nn.Linear(hidden_dim, 1)

    def forward(self, x):
        x = F.leaky_relu(self.fc1(x), negative_slope=0.1)
        x = F.leaky_relu(self.fc2(x), negative_slope=0.1)
        return torch.sigmoid(self.fc3(x))
