# Takes the lesson's own ring in the place of sample.
# fails: ring-repair-device, ring-repair-modes
# says: but ring.sample, which draws the lesson's own ring
def repair(G, sample, steps, device):
    train_ring(G, make_D().to(device), lambda n: ring.sample(n, device), steps, device, lr_d=0.006, lr_g=0.002, beta1=0.5)
