# A diverged network stops the log.
# fails: log-histograms-diverged
# says: leave out what is not finite
def log_histograms(writer, step, model):
    for name, parameter in model.named_parameters():
        writer.add_histogram(f"{type(model).__name__}/{name}", parameter, step)
