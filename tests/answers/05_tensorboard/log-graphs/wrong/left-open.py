# A run of its own for each graph, whose writers are left open.
# fails: log-graphs-both, log-graphs-device
# says: left it open
def log_graphs(writer, G, D, input_dim, image_dim):
    device = next(G.parameters()).device
    for name, model, size in (("G", G, input_dim), ("D", D, image_dim)):
        own = SummaryWriter(os.path.join(writer.log_dir, name))
        own.add_graph(model, torch.zeros(1, size, device=device))
