# Stops at the first parameter without a finite value.
# fails: log-histograms-diverged
# says: layers.4.bias has finite values (1), and no histogram
def log_histograms(writer, step, model):
    for name, parameter in model.named_parameters():
        values = parameter.detach()
        values = values[torch.isfinite(values)]
        if len(values) == 0:
            return
        writer.add_histogram(f"{type(model).__name__}/{name}", values, step)
