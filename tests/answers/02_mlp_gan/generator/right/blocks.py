# A function makes each block, as many published generators do; Tanh stands in forward.
def block(inputs, outputs):
    return nn.Sequential(nn.Linear(inputs, outputs), nn.ReLU())


class Generator(nn.Module):
    def __init__(self, input_dim, hidden_dim, output_dim):
        super().__init__()
        self.input_dim = input_dim
        self.gen = nn.Sequential(
            block(input_dim, hidden_dim),
            block(hidden_dim, hidden_dim),
            nn.Linear(hidden_dim, output_dim),
        )

    def forward(self, z):
        return torch.tanh(self.gen(z.view(-1, self.input_dim)))
