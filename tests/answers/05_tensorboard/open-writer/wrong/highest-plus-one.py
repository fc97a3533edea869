# The highest number plus one is taken, not the first that is free.
# fails: open-writer-again
# says: a lower number is free
def open_writer(root, name):
    entries = os.listdir(root) if os.path.isdir(root) else []
    if name not in entries:
        return SummaryWriter(os.path.join(root, name))
    numbers = [int(entry[len(name) + 1 :]) for entry in entries if entry.startswith(name + "-") and entry[len(name) + 1 :].isdigit()]
    return SummaryWriter(os.path.join(root, f"{name}-{max([1, *numbers]) + 1}"))
