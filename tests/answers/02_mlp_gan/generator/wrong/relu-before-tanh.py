# ReLU after every layer, the last one too, so no pixel is ever below 0.
# fails: generator-layers
# says: ReLU and Tanh both stand at the end
class Generator(nn.Module):
    def __init__(self, input_dim, hidden_dim, output_dim):
        super().__init__()
        self.fc1 = nn.Linear(input_dim, hidden_dim)
        self.fc2 = nn.Linear(hidden_dim, hidden_dim)
        self.fc3 = nn.Linear(hidden_dim, output_dim)

    def forward(self, z):
        for layer in (self.fc1, self.fc2, self.fc3):
            z = torch.relu(layer(z))
        return torch.tanh(z)
