# A list of modules has no forward.
# fails: log-graphs-both, log-graphs-device
# says: nn.ModuleList only holds modules
def log_graphs(writer, G, D, input_dim, image_dim):
    example = torch.randn(1, input_dim, device=next(G.parameters()).device)
    writer.add_graph(nn.ModuleList([G, D]), example)
