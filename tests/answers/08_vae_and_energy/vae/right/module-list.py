# Layers in a ModuleList, a loop with ReLU behind all but the last; slices.
class VAE(nn.Module):
    def __init__(self, latent, hidden):
        super().__init__()
        sizes = [784, hidden, hidden, 2 * latent]
        self.latent = latent
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.generator = decoder(latent, hidden)

    def encode(self, x):
        h = x.flatten(1)
        for index, layer in enumerate(self.layers):
            h = layer(h)
            if index < len(self.layers) - 1:
                h = h.clamp(min=0)
        return h[:, : self.latent], h[:, self.latent :]

    def decode(self, z):
        return self.generator(z)

    def forward(self, x):
        mu, logvar = self.encode(x)
        return self.generator(reparameterize(mu, logvar)), mu, logvar
