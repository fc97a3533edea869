# Makes the folder, then asks whether it exists.
# fails: open-writer-folder
# says: was root/name made before you asked for it?
def open_writer(root, name):
    os.makedirs(os.path.join(root, name), exist_ok=True)
    folder, number = os.path.join(root, name), 1
    while os.path.exists(folder):
        number += 1
        folder = os.path.join(root, f"{name}-{number}")
    return SummaryWriter(folder)
