# A run for each graph, beside the run itself.
def log_graphs(writer, G, D, input_dim, image_dim):
    place = {"device": next(G.parameters()).device}
    for model, size in ((G, input_dim), (D, image_dim)):
        own = SummaryWriter(f"{writer.log_dir}-{type(model).__name__}")
        own.add_graph(model, torch.zeros(3, size, **place))
        own.close()
