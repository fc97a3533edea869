# The features pass through a last ReLU.
# fails: energy-discriminator-features, energy-discriminator-energy
# says: ReLU follows the last layer: features may be below
class EnergyDiscriminator(nn.Module):
    def __init__(self, code, hidden):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Flatten(),
            nn.Linear(784, hidden), nn.ReLU(),
            nn.Linear(hidden, hidden), nn.ReLU(),
            nn.Linear(hidden, code), nn.ReLU(),
        )
        self.decoder = decoder(code, hidden)

    def encode(self, x):
        return self.encoder(x)

    def energy(self, x):
        recon = self.decoder(self.encode(x))
        return ((recon - x) ** 2).sum(dim=(1, 2, 3))
