# The base run.
# fails: ring-repair-modes
# says: still collapses
def repair(G, sample, steps, device):
    train_ring(G, make_D().to(device), sample, steps, device)
