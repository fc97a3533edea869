# Joins texts with the slash of pathlib.
# fails: open-writer-folder, open-writer-again
# says: os.path.join joins texts
def open_writer(root, name):
    folder, number = root / name, 1
    while folder.exists():
        number += 1
        folder = root / f"{name}-{number}"
    return SummaryWriter(folder)
