# The energies one by one in a loop, then stacked; forward gives the energy.
class EnergyDiscriminator(nn.Module):
    def __init__(self, code, hidden):
        super().__init__()
        relu = nn.ReLU()  # one for both places: it has no weights
        self.net = nn.Sequential(nn.Linear(784, hidden), relu, nn.Linear(hidden, hidden), relu, nn.Linear(hidden, code))
        self.dec = decoder(code, hidden)

    def encode(self, x):
        flat = x.flatten(1)
        features = self.net(flat)
        return features

    def energy(self, x):
        features = self.encode(x)
        images = self.dec(features)
        energies = []
        for image, rebuilt in zip(x, images):
            energies.append(((image - rebuilt) ** 2).sum())
        return torch.stack(energies)

    def forward(self, x):
        return self.energy(x)
