# The image is detached where it enters the encoder, so its gradient comes through one side only.
# fails: energy-discriminator-gradient
# says: the image is detached where it is encoded
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
        recon = self.decoder(self.encode(x.detach()))
        return ((recon - x) ** 2).sum(dim=(1, 2, 3))
