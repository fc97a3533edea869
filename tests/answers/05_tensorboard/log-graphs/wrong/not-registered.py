# The networks are kept in a plain list, so the module does not know their parameters.
# fails: log-graphs-both, log-graphs-device
# says: keep G and D as its attributes
class BothPlayers(nn.Module):
    def __init__(self, G, D):
        super().__init__()
        self.networks = [G, D]

    def forward(self, z):
        return self.networks[1](self.networks[0](z))


def log_graphs(writer, G, D, input_dim, image_dim):
    z = torch.zeros(1, input_dim, device=next(G.parameters()).device)
    writer.add_graph(BothPlayers(G, D), z)
