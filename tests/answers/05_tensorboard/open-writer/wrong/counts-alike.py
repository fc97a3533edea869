# Counts the folders whose names begin alike.
# fails: open-writer-again
# says: the folders a and a-… were counted
def open_writer(root, name):
    alike = [folder for folder in os.listdir(root) if folder == name or folder.startswith(name + "-")]
    folder = name if not alike else f"{name}-{len(alike)}"
    return SummaryWriter(os.path.join(root, folder))
