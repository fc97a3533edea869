# The example is a single row, not a batch.
# fails: log-graphs-both
# says: G takes noise (N, 100), but was given (100,)
def log_graphs(writer, G, D, input_dim, image_dim):
    writer.add_graph(nn.Sequential(G, D), torch.randn(input_dim, device=next(G.parameters()).device))
