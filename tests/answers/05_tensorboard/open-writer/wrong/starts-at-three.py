# The second run is called name-3: name-2 is left out.
# fails: open-writer-again
# says: numbers begin at 2
def open_writer(root, name):
    folder, number = os.path.join(root, name), 2
    while os.path.exists(folder):
        number += 1
        folder = os.path.join(root, f"{name}-{number}")
    return SummaryWriter(folder)
