# Makes room by removing the old run.
# fails: open-writer-again
# says: open_writer removed a
import shutil


def open_writer(root, name):
    folder = os.path.join(root, name)
    if os.path.exists(folder):
        shutil.rmtree(folder)
    return SummaryWriter(folder)
