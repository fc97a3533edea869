# Chooses by the kind, keeps a copy, floats for metrics.
def log_hparams(writer, settings, metrics):
    logged_settings = settings.copy()
    for key in settings:
        if type(settings[key]) not in (bool, int, float, str):
            logged_settings[key] = f"{settings[key]}"
    results = {key: float(value) for key, value in metrics.items()}
    writer.add_hparams(hparam_dict=logged_settings, metric_dict=results)
