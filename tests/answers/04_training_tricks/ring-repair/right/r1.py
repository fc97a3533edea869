# R1 and a short memory.
def repair(G, sample, steps, device):
    D = make_D().to(device)
    train_ring(G, D, sample, steps, device, lr_d=0.006, lr_g=0.002, beta1=0.5, extra_d=lambda real, fake: 0.02 * r1_penalty(D, real))
