# Two calls on one writer: the second replaces the first.
# fails: log-graphs-both, log-graphs-device
# says: only the graph of D is shown
def log_graphs(writer, G, D, input_dim, image_dim):
    device = next(G.parameters()).device
    writer.add_graph(G, torch.randn(1, input_dim, device=device))
    writer.add_graph(D, torch.randn(1, image_dim, device=device))
