# repr in place of str.
# fails: log-hparams-odd
# says: should be logged as 'cpu'
def log_hparams(writer, settings, metrics):
    plain = {k: v if isinstance(v, (int, float, bool, str)) else repr(v) for k, v in settings.items()}
    writer.add_hparams(plain, metrics)
