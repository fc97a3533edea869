# Decoder made first, three named layers in odd order, F.relu, mse_loss without reduction.
class EnergyDiscriminator(nn.Module):
    def __init__(self, code: int, hidden: int) -> None:
        super().__init__()
        self.dec = decoder(code, hidden)
        self.to_code = nn.Linear(hidden, code)
        self.second = nn.Linear(hidden, hidden)
        self.first = nn.Linear(28 * 28, hidden)

    def encode(self, x: torch.Tensor) -> torch.Tensor:
        h = F.relu(self.first(x.flatten(1)))
        h = F.relu(self.second(h))
        return self.to_code(h)

    def energy(self, x: torch.Tensor) -> torch.Tensor:
        rebuilt = self.dec(self.encode(x))
        return F.mse_loss(rebuilt, x, reduction="none").flatten(1).sum(1)
