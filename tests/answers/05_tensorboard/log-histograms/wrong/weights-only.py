# Biases are left out.
# fails: log-histograms-weights, log-histograms-names, log-histograms-diverged
# says: nothing was logged for layers.0.bias
def log_histograms(writer, step, model):
    for name, parameter in model.named_parameters():
        if "weight" not in name:
            continue
        values = parameter.detach()
        values = values[torch.isfinite(values)]
        if len(values):
            writer.add_histogram(f"{type(model).__name__}/{name}", values, step)
