# Seeds its own generator on each call of forward, so the noise is always the same.
# fails: vae-forward
# says: two calls drew the same noise: draw it anew, without a fixed seed
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
        mu, logvar = self.encoder(x).chunk(2, dim=1)
        return mu, logvar

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        mu, logvar = self.encode(x)
        generator = torch.Generator(device=x.device).manual_seed(0)
        eps = torch.randn(mu.shape, generator=generator, device=x.device)
        z = mu + torch.exp(logvar / 2) * eps
        return self.decode(z), mu, logvar
