# Nothing is left out: a diverged network stops the log.
# fails: log-histograms-diverged
# says: nothing is left out
def log_histograms(writer, step, model):
    for name, parameter in model.named_parameters():
        writer.add_histogram(f"{type(model).__name__}/{name}", parameter, step)
