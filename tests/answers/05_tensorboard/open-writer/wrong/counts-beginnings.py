# Counts the folders whose names begin like this one.
# fails: open-writer-again
# says: all folders whose names begin with a, ab too, were counted
def open_writer(root, name):
    count = sum(folder.startswith(name) for folder in os.listdir(root))
    return SummaryWriter(os.path.join(root, f"{name}-{count + 1}" if count else name))
