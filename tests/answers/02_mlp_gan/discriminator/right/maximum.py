# Writes LeakyReLU out as max(x, 0.1 x), and sigmoid as a formula.
class Discriminator(nn.Module):
    def __init__(self, input_dim, hidden_dim):
        super().__init__()
        self.layers = nn.ModuleDict({
            "out": nn.Linear(hidden_dim, 1),
            "in": nn.Linear(input_dim, hidden_dim),
            "middle": nn.Linear(hidden_dim, hidden_dim),
        })

    def forward(self, x):
        for name in ("in", "middle"):
            x = self.layers[name](x)
            x = torch.maximum(x, 0.1 * x)
        return 1 / (1 + torch.exp(-self.layers["out"](x)))
