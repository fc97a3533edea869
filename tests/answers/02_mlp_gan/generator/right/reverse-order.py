# Layers written down from the last to the first, activations from nn.functional.
import torch.nn.functional as F


class Generator(nn.Module):
    def __init__(self, input_dim, hidden_dim, output_dim):
        super(Generator, self).__init__()
        self.output = nn.Linear(hidden_dim, output_dim)
        self.hidden = nn.Linear(hidden_dim, hidden_dim)
        self.input = nn.Linear(input_dim, hidden_dim)

    def forward(self, z):
        h = F.relu(self.input(z))
        h = F.relu(self.hidden(h))
        return F.tanh(self.output(h))
