# A tuple stops it.
# fails: log-hparams-odd
# says: log other kinds of values as their text, str(value)
def log_hparams(writer, settings, metrics):
    writer.add_hparams(settings, metrics)
