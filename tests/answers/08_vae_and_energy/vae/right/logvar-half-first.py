# add_module and ReLU in place on its own tensors; the first half of the last layer is logvar, the second mu.
class VAE(nn.Module):
    def __init__(self, latent, hidden):
        super().__init__()
        encoder = nn.Sequential()
        widths = 784, hidden, hidden
        for number in (1, 2):
            encoder.add_module(f"linear{number}", nn.Linear(widths[number - 1], widths[number]))
            encoder.add_module(f"relu{number}", nn.ReLU(inplace=True))
        encoder.add_module("last", nn.Linear(hidden, latent + latent))
        self.parts = nn.ModuleDict({"look": encoder, "draw": decoder(latent, hidden)})
        self.latent = latent

    def encode(self, x):
        numbers = self.parts["look"](x.reshape(x.shape[0], 784))
        logvar, mu = torch.split(numbers, self.latent, dim=-1)
        return mu, logvar

    def decode(self, z):
        return self.parts["draw"](z)

    def forward(self, x):
        cloud = self.encode(x)
        return self.decode(reparameterize(*cloud)), *cloud
