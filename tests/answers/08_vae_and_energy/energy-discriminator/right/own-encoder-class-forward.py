# The encoder is a module of its own; energy calls self(x), and forward does the work.
class Encoder(nn.Module):
    def __init__(self, code, hidden):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(784, hidden), nn.ReLU(inplace=True), nn.Linear(hidden, hidden), nn.ReLU(inplace=True))
        self.head = nn.Linear(hidden, code)

    def forward(self, x):
        return self.head(self.body(x.flatten(start_dim=1)))


class EnergyDiscriminator(nn.Module):
    def __init__(self, code, hidden):
        super(EnergyDiscriminator, self).__init__()
        self.encoder, self.decoder = Encoder(code, hidden), decoder(code, hidden)

    def encode(self, x):
        return self.encoder(x)

    def reconstruct(self, x):
        return self.decoder(self.encode(x))

    def forward(self, x):
        error = x - self.reconstruct(x)
        return (error * error).reshape(len(x), -1).sum(-1)

    def energy(self, x):
        return self(x)
