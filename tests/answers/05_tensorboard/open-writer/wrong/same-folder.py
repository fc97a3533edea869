# Reuses the folder of the first run.
# fails: open-writer-again
# says: two runs share the folder a
# says: is it root/name that you ask about
def open_writer(root, name):
    return SummaryWriter(os.path.join(root, name))
