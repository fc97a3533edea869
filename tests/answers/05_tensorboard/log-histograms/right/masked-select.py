# masked_select, and an early continue.
def log_histograms(writer, step, model):
    kind = model._get_name()
    for name, weight in model.named_parameters():
        finite = torch.masked_select(weight.data, weight.data.isfinite())
        if finite.numel() == 0:
            continue
        writer.add_histogram(f"{kind}/{name}", finite, step, bins="auto")
