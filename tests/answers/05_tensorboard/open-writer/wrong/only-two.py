# Knows -2, and nothing after it.
# fails: open-writer-again
# says: two runs share the folder a-2
def open_writer(root, name):
    folder = os.path.join(root, name)
    if os.path.exists(folder):
        folder = os.path.join(root, f"{name}-2")
    return SummaryWriter(folder)
