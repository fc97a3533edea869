# The example stays on the CPU.
# fails: log-graphs-device
# says: the example must lie where the networks lie
def log_graphs(writer, G, D, input_dim, image_dim):
    writer.add_graph(nn.Sequential(G, D), torch.randn(1, input_dim))
