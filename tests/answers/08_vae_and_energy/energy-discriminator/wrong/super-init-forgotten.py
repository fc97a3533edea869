# super().__init__() is forgotten, so no network can be stored.
# fails: energy-discriminator-features, energy-discriminator-energy, energy-discriminator-gradient
# says: call super().__init__() first, before any layer is made
class EnergyDiscriminator(nn.Module):
    def __init__(self, code, hidden):
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
        recon = self.decoder(self.encode(x))
        return ((recon - x) ** 2).sum(dim=(1, 2, 3))
