# Chooses by the kind with match.
def log_hparams(writer, settings, metrics):
    def plain(value):
        match value:
            case bool() | int() | float() | str():
                return value
            case _:
                return str(value)

    writer.add_hparams(dict(zip(settings, map(plain, settings.values()))), {**metrics})
