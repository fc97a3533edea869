# One Sequential with Flatten, the energy in one line.
class EnergyDiscriminator(nn.Module):
    def __init__(self, code, hidden):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Flatten(),
            nn.Linear(784, hidden), nn.ReLU(),
            nn.Linear(hidden, hidden), nn.ReLU(),
            nn.Linear(hidden, code),
        )
        self.decoder = decoder(code, hidden)

    def encode(self, x):
        return self.encoder(x)

    def energy(self, x):
        return (self.decoder(self.encode(x)) - x).pow(2).sum(dim=(1, 2, 3))
