# A with block closes the writer before it is returned.
# fails: open-writer-folder, open-writer-again
# says: returned a closed writer
def open_writer(root, name):
    folder, number = os.path.join(root, name), 1
    while os.path.exists(folder):
        number += 1
        folder = os.path.join(root, f"{name}-{number}")
    with SummaryWriter(folder) as writer:
        return writer
