# Knows the names of two classes only.
# fails: log-histograms-names
# says: 2 of 14 histograms are missing, such as Linear/
def log_histograms(writer, step, model):
    kind = "Generator" if isinstance(model, Generator) else "Discriminator"
    for name, parameter in model.named_parameters():
        values = parameter.detach()
        values = values[torch.isfinite(values)]
        if len(values):
            writer.add_histogram(f"{kind}/{name}", values, step)
