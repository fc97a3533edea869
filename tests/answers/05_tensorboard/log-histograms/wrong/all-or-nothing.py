# A parameter with one bad value is skipped.
# fails: log-histograms-diverged
# says: layers.0.weight has finite values (7), and no histogram
def log_histograms(writer, step, model):
    for name, parameter in model.named_parameters():
        if torch.isfinite(parameter).all():
            writer.add_histogram(f"{type(model).__name__}/{name}", parameter, step)
