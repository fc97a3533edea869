# Forgets root.
# fails: open-writer-folder
# says: does not lie in root
def open_writer(root, name):
    folder, number = name, 1
    while os.path.exists(folder):
        number += 1
        folder = f"{name}-{number}"
    return SummaryWriter(folder)
