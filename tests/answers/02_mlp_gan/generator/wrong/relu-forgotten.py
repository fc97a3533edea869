# The second ReLU is made, but not used.
# fails: generator-layers
# says: the second ReLU is missing
class Generator(nn.Module):
    def __init__(self, input_dim, hidden_dim, output_dim):
        super().__init__()
        self.fc1 = nn.Linear(input_dim, hidden_dim)
        self.relu1 = nn.ReLU()
        self.fc2 = nn.Linear(hidden_dim, hidden_dim)
        self.relu2 = nn.ReLU()
        self.fc3 = nn.Linear(hidden_dim, output_dim)
        self.tanh = nn.Tanh()

    def forward(self, z):
        x = self.relu1(self.fc1(z))
        x = self.fc2(x)
        return self.tanh(self.fc3(x))
