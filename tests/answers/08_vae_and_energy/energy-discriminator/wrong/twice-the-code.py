# The VAE's encoder kept: 2·code numbers, of which the first half are the features.
# fails: energy-discriminator-features, energy-discriminator-energy, energy-discriminator-gradient
# says: the network should hold linear layers
class EnergyDiscriminator(nn.Module):
    def __init__(self, code, hidden):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Flatten(),
            nn.Linear(784, hidden), nn.ReLU(),
            nn.Linear(hidden, hidden), nn.ReLU(),
            nn.Linear(hidden, 2 * code),
        )
        self.decoder = decoder(code, hidden)

    def encode(self, x):
        return self.encoder(x).chunk(2, dim=1)[0]

    def energy(self, x):
        recon = self.decoder(self.encode(x))
        return ((recon - x) ** 2).sum(dim=(1, 2, 3))
