# Both the rebuilt image and the image are brought to the CPU before the difference.
# fails: energy-discriminator-gradient
# says: the energies are on cpu, the images on test_gpu
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
        return ((recon.to("cpu") - x.to("cpu")) ** 2).sum(dim=(1, 2, 3))
