# Cuts the last numbers at the lesson's LATENT and not at the model's latent.
# fails: vae-encode, vae-forward
# says: mu has all 10 numbers, logvar none: are they cut at a number such as LATENT?
class VAE(nn.Module):
    def __init__(self, latent, hidden):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Flatten(),
            nn.Linear(784, hidden), nn.ReLU(),
            nn.Linear(hidden, hidden), nn.ReLU(),
            nn.Linear(hidden, 2 * latent),
        )
        self.decoder = decoder(latent, hidden)

    def encode(self, x):
        h = self.encoder(x)
        return h[:, :LATENT], h[:, LATENT:]

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = reparameterize(mu, logvar)
        return self.decode(z), mu, logvar
