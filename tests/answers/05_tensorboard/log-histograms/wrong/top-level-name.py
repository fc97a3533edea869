# Only the last part of the name stands in the tag, so that layers overwrite each other.
# fails: log-histograms-weights, log-histograms-names, log-histograms-diverged
# says: two parameters of a network share the tag
def log_histograms(writer, step, model):
    for name, parameter in model.named_parameters():
        values = parameter.detach()
        values = values[torch.isfinite(values)]
        if values.numel() > 0:
            writer.add_histogram(f"{type(model).__name__}/{name.split('.')[-1]}", values, step)
