# A run of its own for each graph.
def log_graphs(writer, G, D, input_dim, image_dim):
    for name, model, size in [("G", G, input_dim), ("D", D, image_dim)]:
        example = torch.rand(1, size).to(next(model.parameters()).device)
        with SummaryWriter(os.path.join(writer.log_dir, name)) as own:
            own.add_graph(model, example)
