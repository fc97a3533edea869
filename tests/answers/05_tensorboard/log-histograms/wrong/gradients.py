# Histograms of the gradients.
# fails: log-histograms-weights
# says: these are gradients
def log_histograms(writer, step, model):
    for name, parameter in model.named_parameters():
        values = parameter if parameter.grad is None else parameter.grad
        values = values[torch.isfinite(values)]
        if len(values):
            writer.add_histogram(f"{type(model).__name__}/{name}", values, step)
