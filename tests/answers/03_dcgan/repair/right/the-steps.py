# Calls both steps of this lesson.
def build(nz, nf, nc, image_size, device):
    G, D = Generator(nz, nf, nc, image_size), Discriminator(nc, nf, image_size)
    G, D = G.to(device), D.to(device)
    optimizers = [torch.optim.Adam(network.parameters(), 2e-4, (0.5, 0.999), fused=True) for network in (G, D)]
    return [G, D, *optimizers]


def repaired_step(D, G, real, optim_D, optim_G, nz, device):
    loss_d = discriminator_step(D, G, real, optim_D, nz, device)
    return [loss_d, generator_step(D, G, len(real), optim_G, nz, device)]
