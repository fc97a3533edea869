# D stays on the CPU.
# fails: ring-repair-device
# says: a tensor was left on the CPU, or a network
def repair(G, sample, steps, device):
    train_ring(G, make_D(), sample, steps, device, lr_d=0.006, lr_g=0.002, beta1=0.5)
