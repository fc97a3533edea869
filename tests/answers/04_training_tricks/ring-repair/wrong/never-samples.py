# Trains against noise.
# fails: ring-repair-device, ring-repair-modes
# says: repair never called sample: the real points come from there
def repair(G, sample, steps, device):
    train_ring(G, make_D().to(device), lambda n: torch.randn(n, 2, device=device), steps, device, lr_d=0.006, lr_g=0.002, beta1=0.5)
