# Hangs one number behind the other: a-2-3.
# fails: open-writer-again
# says: name-3, not name-2-3
def open_writer(root, name):
    folder, number = os.path.join(root, name), 1
    while os.path.exists(folder):
        number += 1
        folder = f"{folder}-{number}"
    return SummaryWriter(folder)
