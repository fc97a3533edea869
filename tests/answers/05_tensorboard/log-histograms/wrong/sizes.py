# Sizes without sign.
# fails: log-histograms-weights
# says: sizes without sign
def log_histograms(writer, step, model):
    for name, parameter in model.named_parameters():
        values = parameter.detach()
        values = values[torch.isfinite(values)]
        if len(values):
            writer.add_histogram(f"{type(model).__name__}/{name}", values.abs(), step)
