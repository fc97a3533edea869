# The encoder is a module class of its own, and forward draws the noise itself.
class Encoder(nn.Module):
    def __init__(self, latent, hidden):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(784, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU())
        self.mean = nn.Linear(hidden, latent)
        self.log_variance = nn.Linear(hidden, latent)

    def forward(self, x):
        features = self.body(x.flatten(start_dim=1))
        return self.mean(features), self.log_variance(features)


class VAE(nn.Module):
    def __init__(self, latent, hidden):
        super().__init__()
        self.enc = Encoder(latent, hidden)
        self.dec = decoder(latent, hidden)

    def encode(self, x):
        return self.enc(x)

    def decode(self, z):
        return self.dec(z)

    def forward(self, x):
        mu, logvar = self.enc(x)
        z = mu + torch.exp(logvar / 2) * torch.randn_like(mu)
        return self.dec(z), mu, logvar
