# Hands a function over.
# fails: log-graphs-both, log-graphs-device
# says: add_graph takes a module, not a function
def log_graphs(writer, G, D, input_dim, image_dim):
    example = torch.randn(1, input_dim, device=next(G.parameters()).device)
    writer.add_graph(lambda z: D(G(z)), example)
