# A ModuleDict, clamp in place of relu, the square of a row as a product of matrices.
class EnergyDiscriminator(nn.Module):
    def __init__(self, code, hidden):
        super().__init__()
        parts = nn.ModuleDict()
        parts["in"] = nn.Linear(in_features=784, out_features=hidden)
        parts["middle"] = nn.Linear(in_features=hidden, out_features=hidden)
        parts["out"] = nn.Linear(in_features=hidden, out_features=code)
        parts["decoder"] = decoder(code, hidden)
        self.parts = parts

    def encode(self, x):
        # (N, 1, 28, 28) -> (N, 784)
        n = x.size(0)
        x = x.reshape(n, -1)
        x = self.parts["in"](x).clamp(min=0)
        x = self.parts["middle"](x).clamp(min=0)
        x = self.parts["out"](x)
        return x

    def energy(self, x):
        rebuilt = self.parts["decoder"](self.encode(x))
        d = torch.sub(rebuilt, x).flatten(1)  # (N, 784)
        return torch.bmm(d[:, None, :], d[:, :, None])[:, 0, 0]
