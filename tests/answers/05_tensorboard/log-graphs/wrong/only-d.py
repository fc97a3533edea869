# Only D is handed over.
# fails: log-graphs-both, log-graphs-device
# says: the example went through no other
def log_graphs(writer, G, D, input_dim, image_dim):
    writer.add_graph(D, torch.randn(1, image_dim, device=next(D.parameters()).device))
