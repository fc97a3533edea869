# The tags of G and D are the same.
# fails: log-histograms-names
# says: G and D share the tag layers.0
def log_histograms(writer, step, model):
    for name, parameter in model.named_parameters():
        values = parameter[torch.isfinite(parameter)]
        if len(values):
            writer.add_histogram(name, values, step)
