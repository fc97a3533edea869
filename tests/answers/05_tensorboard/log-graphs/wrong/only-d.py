# Only D is handed over.
# fails: log-graphs-both, log-graphs-device
# says: the module that was logged does not hold G
def log_graphs(writer, G, D, input_dim, image_dim):
    writer.add_graph(D, torch.randn(1, image_dim, device=next(D.parameters()).device))
