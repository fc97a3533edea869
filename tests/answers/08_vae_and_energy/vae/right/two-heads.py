# Two last layers of latent numbers each, the one of logvar defined first; F.relu.
class VAE(nn.Module):
    def __init__(self, latent, hidden):
        super().__init__()
        self.draw = decoder(latent, hidden)
        self.to_logvar = nn.Linear(hidden, latent)
        self.to_mu = nn.Linear(hidden, latent)
        self.fc1 = nn.Linear(28 * 28, hidden)
        self.fc2 = nn.Linear(hidden, hidden)

    def encode(self, x):
        h = F.relu(self.fc1(x.reshape(-1, 28 * 28)))
        h = F.relu(self.fc2(h))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.draw(z)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = reparameterize(mu, logvar)
        recon = self.decode(z)
        return recon, mu, logvar
