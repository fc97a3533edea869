# The discriminator is always built for 32 pixels.
# fails: repair-networks
# says: not (nc, nf, image_size) = (3, 4, 64)
def build(nz, nf, nc, image_size, device):
    """One generator and one discriminator of width nf, on the device, each with its own Adam.

    Returns (G, D, optim_G, optim_D).
    """
    G = Generator(nz, nf, nc, image_size).to(device)
    D = Discriminator(nc, nf, 32).to(device)
    optim_G = torch.optim.Adam(G.parameters(), lr=0.0002, betas=(0.5, 0.999))
    optim_D = torch.optim.Adam(D.parameters(), lr=0.0002, betas=(0.5, 0.999))
    return G, D, optim_G, optim_D


def repaired_step(D, G, real, optim_D, optim_G, nz, device):
    """One update of D, then one of G. Returns their losses before the updates, (loss_d, loss_g)."""
    loss_func = nn.BCEWithLogitsLoss()
    real = real.to(device)
    optim_D.zero_grad()
    l_real = D(real)
    l_fake = D(G(torch.randn(len(real), nz, 1, 1, device=device)).detach())
    loss_d = loss_func(l_real, torch.ones_like(l_real)) + loss_func(l_fake, torch.zeros_like(l_fake))
    loss_d.backward()
    optim_D.step()
    optim_G.zero_grad()
    logits = D(G(torch.randn(len(real), nz, 1, 1, device=device)))
    loss_g = loss_func(logits, torch.ones_like(logits))
    loss_g.backward()
    optim_G.step()
    return loss_d.item(), loss_g.item()
