# Calls itself with the next number; makes the folder first.
def open_writer(root, name, number=1):
    folder = os.path.join(root, name if number == 1 else f"{name}-{number}")
    try:
        os.makedirs(folder)
    except FileExistsError:
        return open_writer(root, name, number + 1)
    return SummaryWriter(log_dir=folder)
