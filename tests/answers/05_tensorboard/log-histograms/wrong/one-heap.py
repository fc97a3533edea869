# All parameters in one histogram.
# fails: log-histograms-weights, log-histograms-names, log-histograms-diverged
# says: nothing was logged for layers.0.weight
def log_histograms(writer, step, model):
    values = torch.cat([parameter.detach().flatten() for parameter in model.parameters()])
    values = values[torch.isfinite(values)]
    if len(values):
        writer.add_histogram(type(model).__name__, values, step)
