# F.dropout without training=: it drops in eval mode too.
# fails: dropout-eval
# says: another one each time
# says: as F.dropout does without training=self.training
class DropoutDiscriminator(nn.Module):
    def __init__(self, input_dim, hidden_dim, probability):
        super().__init__()
        self.first, self.second, self.p = nn.Linear(input_dim, hidden_dim), nn.Linear(hidden_dim, 1), probability

    def forward(self, x):
        return self.second(nn.functional.dropout(nn.functional.leaky_relu(self.first(x), 0.2), self.p))
