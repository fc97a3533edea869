# The sizes of this lesson written as numbers.
# fails: log-graphs-both, log-graphs-device
# says: G takes noise (N, 7), but was given (1, 100)
def log_graphs(writer, G, D, input_dim, image_dim):
    writer.add_graph(nn.Sequential(G, D), torch.randn(1, 100, device=next(G.parameters()).device))
