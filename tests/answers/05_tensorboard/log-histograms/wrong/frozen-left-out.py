# Frozen parameters are left out.
# fails: log-histograms-names
# says: 2 of 14 histograms are missing
# says: frozen, requires_grad is False
def log_histograms(writer, step, model):
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        values = parameter.detach()
        values = values[torch.isfinite(values)]
        if len(values):
            writer.add_histogram(f"{type(model).__name__}/{name}", values, step)
