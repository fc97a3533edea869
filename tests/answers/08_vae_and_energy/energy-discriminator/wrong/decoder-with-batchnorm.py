# The decoder has BatchNorm, so an image's energy depends on the other images.
# fails: energy-discriminator-features, energy-discriminator-energy, energy-discriminator-gradient
# says: besides its linear layers nothing of the network learns, but decoder.
class EnergyDiscriminator(nn.Module):
    def __init__(self, code, hidden):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Flatten(),
            nn.Linear(784, hidden), nn.ReLU(),
            nn.Linear(hidden, hidden), nn.ReLU(),
            nn.Linear(hidden, code),
        )
        self.decoder = decoder(code, hidden, nn.BatchNorm1d)

    def encode(self, x):
        return self.encoder(x)

    def energy(self, x):
        recon = self.decoder(self.encode(x))
        return ((recon - x) ** 2).sum(dim=(1, 2, 3))
