# x − x is 0 where x is finite, and NaN elsewhere.
def log_histograms(writer, step, model):
    for name, p in dict(model.named_parameters()).items():
        good = (p.data - p.data) == 0
        if good.any():
            writer.add_histogram(f"{type(model).__qualname__}/{name}", p.data[good], step)
