# squeeze() makes the energy of a batch of one image a tensor without dimensions.
# fails: energy-discriminator-energy
# says: energy(x) should have shape
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
        recon = self.decoder(self.encode(x))
        return ((recon - x) ** 2).sum(dim=(2, 3)).squeeze()
