# Stops at the first parameter without a finite value.
# fails: log-histograms-diverged
# says: nothing was logged for layers.4.bias
def log_histograms(writer, step, model):
    for name, parameter in model.named_parameters():
        values = parameter.detach()
        values = values[torch.isfinite(values)]
        if len(values) == 0:
            return
        writer.add_histogram(f"{type(model).__name__}/{name}", values, step)
