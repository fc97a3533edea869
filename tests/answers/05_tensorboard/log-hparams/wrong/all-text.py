# Numbers become text, so the page cannot sort them.
# fails: log-hparams-settings, log-hparams-odd
# says: but was logged as '
def log_hparams(writer, settings, metrics):
    writer.add_hparams({k: str(v) for k, v in settings.items()}, metrics)
