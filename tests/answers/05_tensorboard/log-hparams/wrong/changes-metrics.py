# Takes the metrics out of the caller's dict.
# fails: log-hparams-metrics
# says: log_hparams changed the metrics
def log_hparams(writer, settings, metrics):
    plain = {k: v if isinstance(v, (int, float, bool, str)) else str(v) for k, v in settings.items()}
    results = {tag: metrics.pop(tag) for tag in list(metrics)}
    writer.add_hparams(plain, results)
