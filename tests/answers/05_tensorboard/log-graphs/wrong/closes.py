# Closes the writer after the graphs.
# fails: log-graphs-both, log-graphs-device
# says: log_graphs closed the writer
def log_graphs(writer, G, D, input_dim, image_dim):
    with writer:
        writer.add_graph(nn.Sequential(G, D), torch.randn(1, input_dim, device=next(G.parameters()).device))
