# In the folder of the run itself.
def log_hparams(writer, settings, metrics):
    values = {}
    for name, value in settings.items():
        if not isinstance(value, int | float | str):
            value = str(value)
        values[name] = value
    writer.add_hparams(values, dict(metrics), run_name=".")
