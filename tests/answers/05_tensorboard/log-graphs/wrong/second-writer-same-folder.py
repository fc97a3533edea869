# A second writer writes D's graph into the same folder: one run, and one graph is shown.
# fails: log-graphs-both, log-graphs-device
# says: two writers wrote into one folder
def log_graphs(writer, G, D, input_dim, image_dim):
    device = next(G.parameters()).device
    writer.add_graph(G, torch.zeros(1, input_dim, device=device))
    second = SummaryWriter(writer.log_dir, filename_suffix=".D")
    second.add_graph(D, torch.zeros(1, image_dim, device=device))
    second.close()
