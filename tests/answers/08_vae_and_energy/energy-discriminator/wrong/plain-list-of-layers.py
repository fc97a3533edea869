# The encoder's layers lie in a plain Python list, so parameters() does not know them.
# fails: energy-discriminator-features, energy-discriminator-energy, energy-discriminator-gradient
# says: the network should hold linear layers
class EnergyDiscriminator(nn.Module):
    def __init__(self, code, hidden):
        super().__init__()
        self.layers = [nn.Linear(784, hidden), nn.Linear(hidden, hidden), nn.Linear(hidden, code)]
        self.decoder = decoder(code, hidden)

    def encode(self, x):
        h = x.flatten(1)
        for layer in self.layers[:-1]:
            h = F.relu(layer(h))
        return self.layers[-1](h)

    def energy(self, x):
        recon = self.decoder(self.encode(x))
        return ((recon - x) ** 2).sum(dim=(1, 2, 3))
