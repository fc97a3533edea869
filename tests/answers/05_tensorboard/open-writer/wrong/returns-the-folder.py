# Returns the folder in place of the writer.
# fails: open-writer-folder, open-writer-again
# says: should return a SummaryWriter, not str
def open_writer(root, name):
    folder, number = os.path.join(root, name), 1
    while os.path.exists(folder):
        number += 1
        folder = os.path.join(root, f"{name}-{number}")
    writer = SummaryWriter(folder)
    return folder
