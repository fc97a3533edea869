# Looks for folders, joins with a slash, flushes often.
def open_writer(root, name):
    candidate = f"{root}/{name}"
    suffix = 2
    while os.path.isdir(candidate):
        candidate = f"{root}/{name}-{suffix}"
        suffix += 1
    return SummaryWriter(candidate, flush_secs=10)
