# Puts units to 0, and does not make up for it.
# fails: dropout-train
# says: 1 / (1 − probability)
class DropoutDiscriminator(nn.Module):
    def __init__(self, input_dim, hidden_dim, probability):
        super().__init__()
        self.first, self.last, self.probability = nn.Linear(input_dim, hidden_dim), nn.Linear(hidden_dim, 1), probability

    def forward(self, x):
        h = nn.functional.leaky_relu(self.first(x), 0.2)
        if self.training:
            h = h * (torch.rand_like(h) > self.probability)
        return self.last(h)
