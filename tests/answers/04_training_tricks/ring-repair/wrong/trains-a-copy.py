# Trains a copy for longer, and takes its weights over.
# fails: ring-repair-device, ring-repair-modes
# says: what a copy learns counts too
def repair(G, sample, steps, device):
    copy = make_G().to(device)
    train_ring(copy, make_D().to(device), sample, 3 * steps, device, lr_d=0.006, lr_g=0.002, beta1=0.5)
    G.load_state_dict(copy.state_dict())
