# The encoder's layers stand in a plain list: no parameters, never trained, never moved.
# fails: vae-encode, vae-decode, vae-forward
# says: the network should hold linear layers
class VAE(nn.Module):
    def __init__(self, latent, hidden):
        super().__init__()
        self.layers = [nn.Linear(784, hidden), nn.Linear(hidden, hidden), nn.Linear(hidden, 2 * latent)]
        self.decoder = decoder(latent, hidden)

    def encode(self, x):
        h = x.flatten(1)
        h = F.relu(self.layers[0](h))
        h = F.relu(self.layers[1](h))
        return self.layers[2](h).chunk(2, dim=1)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = reparameterize(mu, logvar)
        return self.decode(z), mu, logvar
