# NaN becomes 0, as if there were zeros.
# fails: log-histograms-diverged
# says: numbers stand for NaN and infinity
def log_histograms(writer, step, model):
    for name, parameter in model.named_parameters():
        writer.add_histogram(f"{type(model).__name__}/{name}", parameter.nan_to_num(0, 0, 0), step)
