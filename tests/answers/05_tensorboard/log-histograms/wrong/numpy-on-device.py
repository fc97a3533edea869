# NumPy knows the CPU only.
# fails: log-histograms-names
# says: detach() and cpu() come first
def log_histograms(writer, step, model):
    for name, parameter in model.named_parameters():
        values = torch.from_numpy(parameter.detach().numpy())
        values = values[torch.isfinite(values)]
        if len(values):
            writer.add_histogram(f"{type(model).__name__}/{name}", values, step)
