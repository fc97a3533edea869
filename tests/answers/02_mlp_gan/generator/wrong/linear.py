# No activation between the layers.
# fails: generator-layers
# says: ReLU is missing between the layers
class Generator(nn.Module):
    def __init__(self, input_dim, hidden_dim, output_dim):
        super().__init__()
        self.fc1 = nn.Linear(input_dim, hidden_dim)
        self.fc2 = nn.Linear(hidden_dim, hidden_dim)
        self.fc3 = nn.Linear(hidden_dim, output_dim)

    def forward(self, z):
        return torch.tanh(self.fc3(self.fc2(self.fc1(z))))
