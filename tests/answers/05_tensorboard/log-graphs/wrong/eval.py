# Leaves both in eval mode.
# fails: log-graphs-both
# says: left a network in eval mode
def log_graphs(writer, G, D, input_dim, image_dim):
    both = nn.Sequential(G, D).eval()
    writer.add_graph(both, torch.randn(1, input_dim, device=next(G.parameters()).device))
