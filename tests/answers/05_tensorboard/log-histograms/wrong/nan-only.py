# NaN is left out, infinity is kept.
# fails: log-histograms-diverged
# says: NaN is left out, infinity is not
def log_histograms(writer, step, model):
    for name, parameter in model.named_parameters():
        values = parameter.detach()
        values = values[~torch.isnan(values)]
        if len(values):
            writer.add_histogram(f"{type(model).__name__}/{name}", values, step)
