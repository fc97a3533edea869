# nn.Sequential is such a module.
def log_graphs(writer, G, D, input_dim, image_dim):
    place = next(D.parameters()).device
    writer.add_graph(nn.Sequential(G, D), torch.zeros(2, input_dim, device=place))
