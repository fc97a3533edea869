# Trains a generator of its own.
# fails: ring-repair-modes, ring-repair-device
# says: G was not trained
def repair(G, sample, steps, device):
    G = make_G().to(device)
    train_ring(G, make_D().to(device), sample, steps, device, lr_d=0.006, lr_g=0.002, beta1=0.5)
    return G
