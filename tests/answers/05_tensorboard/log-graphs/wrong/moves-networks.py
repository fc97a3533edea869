# Brings the networks to the CPU, where they stay.
# fails: log-graphs-device
# says: log_graphs moved a network
def log_graphs(writer, G, D, input_dim, image_dim):
    writer.add_graph(nn.Sequential(G.cpu(), D.cpu()), torch.randn(1, input_dim))
