# LeakyReLU, as in lesson 2's discriminator, in place of ReLU.
# fails: energy-discriminator-features, energy-discriminator-energy, energy-discriminator-gradient
# says: LeakyReLU stands between the encoder's layers: here it is ReLU
class EnergyDiscriminator(nn.Module):
    def __init__(self, code, hidden):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Flatten(),
            nn.Linear(784, hidden), nn.LeakyReLU(0.1),
            nn.Linear(hidden, hidden), nn.LeakyReLU(0.1),
            nn.Linear(hidden, code),
        )
        self.decoder = decoder(code, hidden)

    def encode(self, x):
        return self.encoder(x)

    def energy(self, x):
        recon = self.decoder(self.encode(x))
        return ((recon - x) ** 2).sum(dim=(1, 2, 3))
