# The base run, as the TODO line has it.
# fails: ring-repair-modes
# says: needed are 7 modes
def repair(G, sample, steps, device):
    train_ring(G, make_D().to(device), sample, steps, device)
