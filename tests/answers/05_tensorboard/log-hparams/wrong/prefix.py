# The metrics get a prefix.
# fails: log-hparams-metrics
# says: does not know the metric Final/distance, but hparam/Final/distance
def log_hparams(writer, settings, metrics):
    plain = {k: v if isinstance(v, (int, float, bool, str)) else str(v) for k, v in settings.items()}
    writer.add_hparams(plain, {f"hparam/{tag}": value for tag, value in metrics.items()})
