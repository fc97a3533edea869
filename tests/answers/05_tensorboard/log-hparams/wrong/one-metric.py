# Only the distance is handed on.
# fails: log-hparams-metrics
# says: does not know the metric Final/classes, but Final/distance
def log_hparams(writer, settings, metrics):
    plain = {k: v if isinstance(v, (int, float, bool, str)) else str(v) for k, v in settings.items()}
    writer.add_hparams(plain, {"Final/distance": metrics["Final/distance"]})
