# A ModuleList walked by a loop, the squares summed by einsum.
class EnergyDiscriminator(nn.Module):
    def __init__(self, code, hidden):
        super().__init__()
        sizes = [784, hidden, hidden, code]
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:])])
        self.draw = decoder(code, hidden)

    def encode(self, x):
        h = x.reshape(x.shape[0], 784)
        for i, layer in enumerate(self.layers):
            h = layer(h)
            if i < len(self.layers) - 1:
                h = torch.relu(h)
        return h

    def energy(self, x):
        difference = torch.flatten(x - self.draw(self.encode(x)), start_dim=1)
        return torch.einsum("np,np->n", difference, difference)
