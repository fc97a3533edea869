# Numbers up to 9 only are tried, then the last one is used again.
# fails: open-writer-again
# says: two runs share the folder a-9
def open_writer(root, name):
    folder, number = os.path.join(root, name), 1
    while os.path.exists(folder) and number < 9:
        number += 1
        folder = os.path.join(root, f"{name}-{number}")
    return SummaryWriter(folder)
