# ReLU after the last Linear: no answer below 1/2.
# fails: discriminator-layers
# says: ReLU stands after the last Linear
class Discriminator(nn.Module):
    def __init__(self, input_dim, hidden_dim):
        super().__init__()
        self.fc1 = nn.Linear(input_dim, hidden_dim)
        self.fc2 = nn.Linear(hidden_dim, hidden_dim)
        self.fc3 = nn.Linear(hidden_dim, 1)
        self.leaky = nn.LeakyReLU(0.1)

    def forward(self, x):
        x = self.leaky(self.fc1(x))
        x = self.leaky(self.fc2(x))
        x = torch.relu(self.fc3(x))
        return torch.sigmoid(x)
