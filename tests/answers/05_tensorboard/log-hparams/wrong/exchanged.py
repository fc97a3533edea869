# Settings and metrics are exchanged.
# fails: log-hparams-settings
# says: stands among the settings: the order is add_hparams(settings, metrics)
def log_hparams(writer, settings, metrics):
    plain = {k: v if isinstance(v, (int, float, bool, str)) else str(v) for k, v in settings.items()}
    writer.add_hparams(metrics, {k: v for k, v in plain.items() if not isinstance(v, str)})
