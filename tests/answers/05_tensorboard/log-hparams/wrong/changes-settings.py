# Changes the dict of the caller.
# fails: log-hparams-odd
# says: log_hparams changed the settings
def log_hparams(writer, settings, metrics):
    for k, v in settings.items():
        if not isinstance(v, (int, float, bool, str)):
            settings[k] = str(v)
    writer.add_hparams(settings, metrics)
