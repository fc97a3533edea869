# The second run is called name-1, not name-2.
# fails: open-writer-again
# says: the second run is name-2
def open_writer(root, name):
    folder, number = os.path.join(root, name), 0
    while os.path.exists(folder):
        number += 1
        folder = os.path.join(root, f"{name}-{number}")
    return SummaryWriter(folder)
