# Text in place of hyperparameters.
# fails: log-hparams-settings, log-hparams-metrics, log-hparams-odd
# says: use writer.add_hparams
def log_hparams(writer, settings, metrics):
    writer.add_text("settings", str(settings))
    for tag, value in metrics.items():
        writer.add_scalar(tag, value)
