# Type-hinted and long-winded; the two halves by unflatten and unbind.
class VAE(nn.Module):
    """A variational autoencoder of digits."""

    def __init__(self, latent: int, hidden: int) -> None:
        super(VAE, self).__init__()
        self.latent: int = latent
        self.flatten = nn.Flatten(start_dim=1)
        self.first = nn.Linear(in_features=784, out_features=hidden, bias=True)
        self.second = nn.Linear(in_features=hidden, out_features=hidden, bias=True)
        self.third = nn.Linear(in_features=hidden, out_features=2 * latent, bias=True)
        self.activation = nn.ReLU()
        self.decoder_network = decoder(latent, hidden)

    def encode(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        out: torch.Tensor = self.flatten(x)
        out = self.activation(self.first(out))
        out = self.activation(self.second(out))
        out = self.third(out)
        pair = out.unflatten(1, (2, self.latent))
        mu, logvar = pair.unbind(dim=1)
        return mu, logvar

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        images: torch.Tensor = self.decoder_network.forward(z)
        return images

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        mu, logvar = self.encode(x)
        z = reparameterize(mu, logvar)
        recon = self.decode(z)
        return (recon, mu, logvar)
