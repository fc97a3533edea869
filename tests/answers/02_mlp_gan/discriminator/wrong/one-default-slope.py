# The slope is forgotten in the second LeakyReLU.
# fails: discriminator-layers
# says: the slope of one LeakyReLU is 0.01
class Discriminator(nn.Module):
    def __init__(self, input_dim, hidden_dim):
        super().__init__()
        self.fc1 = nn.Linear(input_dim, hidden_dim)
        self.fc2 = nn.Linear(hidden_dim, hidden_dim)
        self.fc3 = nn.Linear(hidden_dim, 1)

    def forward(self, x):
        x = nn.functional.leaky_relu(self.fc1(x), 0.1)
        x = nn.functional.leaky_relu(self.fc2(x))
        return torch.sigmoid(self.fc3(x))
