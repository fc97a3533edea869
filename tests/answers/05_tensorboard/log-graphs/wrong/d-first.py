# D stands before G.
# fails: log-graphs-both, log-graphs-device
# says: your module hands D the example itself
def log_graphs(writer, G, D, input_dim, image_dim):
    device = next(G.parameters()).device
    writer.add_graph(nn.Sequential(D, G), torch.randn(1, input_dim, device=device))
