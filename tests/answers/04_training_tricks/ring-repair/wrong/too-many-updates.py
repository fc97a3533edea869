# Trains three times as long.
# fails: ring-repair-modes, ring-repair-device
# says: `steps` says how often
def repair(G, sample, steps, device):
    train_ring(G, make_D().to(device), sample, 3 * steps, device, lr_d=0.006, lr_g=0.002, beta1=0.5)
