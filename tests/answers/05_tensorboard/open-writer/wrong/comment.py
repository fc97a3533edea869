# Takes the name for a comment, so all runs lie in root itself.
# fails: open-writer-folder, open-writer-again
# says: should lie in root/healthy, but lies in root itself
def open_writer(root, name):
    return SummaryWriter(root, comment=name)
