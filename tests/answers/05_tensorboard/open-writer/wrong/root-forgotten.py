# Asks whether the name exists, not the folder root/name, so no run ever gets a number.
# fails: open-writer-again
# says: is it root/name that you ask about
def open_writer(root, name):
    """Open a writer for a new run in the folder root/name.

    If root/name exists already, the run goes to root/name-2, or root/name-3, …:
    the first of these that does not exist. What lies in root stays as it is.
    Returns a SummaryWriter, open; writer.log_dir is the folder.
    """
    folder, number = name, 2
    while os.path.exists(folder):
        folder = f"{name}-{number}"
        number += 1
    return SummaryWriter(os.path.join(root, folder))
