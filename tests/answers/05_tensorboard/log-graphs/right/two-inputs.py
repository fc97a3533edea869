# A module with two inputs and two results.
class TwoNetworks(nn.Module):
    def __init__(self, G, D):
        super().__init__()
        self.generator, self.discriminator = G, D

    def forward(self, z, x):
        return self.generator(z), self.discriminator(x)


def log_graphs(writer, G, D, input_dim, image_dim):
    device = next(D.parameters()).device
    examples = (torch.randn(4, input_dim, device=device), torch.randn(4, image_dim, device=device))
    writer.add_graph(TwoNetworks(G, D), input_to_model=examples)
