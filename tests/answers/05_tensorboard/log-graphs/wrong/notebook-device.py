# The example lies on the notebook's global device, not on that of the networks.
# fails: log-graphs-device
# says: here it lies on the notebook's `device`
class BothPlayers(nn.Module):
    def __init__(self, G, D):
        super().__init__()
        self.G, self.D = G, D

    def forward(self, z):
        return self.D(self.G(z))


def log_graphs(writer, G, D, input_dim, image_dim):
    z = torch.zeros(1, input_dim, device=device)
    writer.add_graph(BothPlayers(G, D), z)
