# The generator's images are still detached.
# fails: repair-generator
# says: `fake` is cut off from G
def build(nz, nf, nc, image_size, device):
    G = Generator(nz, nf, nc, image_size).to(device)
    D = Discriminator(nc, nf, image_size).to(device)
    optim_G = torch.optim.Adam(G.parameters(), lr=0.0002, betas=(0.5, 0.999))
    optim_D = torch.optim.Adam(D.parameters(), lr=0.0002, betas=(0.5, 0.999))
    return G, D, optim_G, optim_D


def repaired_step(D, G, real, optim_D, optim_G, nz, device):
    bce = nn.BCEWithLogitsLoss()
    ones = torch.ones(len(real), 1, device=device)
    zeros = torch.zeros(len(real), 1, device=device)
    fake = G(torch.randn(len(real), nz, 1, 1, device=device)).detach()
    optim_D.zero_grad()
    loss_d = bce(D(real.to(device)), ones) + bce(D(fake.detach()), zeros)
    loss_d.backward()
    optim_D.step()
    optim_G.zero_grad()
    loss_g = bce(D(fake), ones)
    loss_g.backward()
    optim_G.step()
    return loss_d.item(), loss_g.item()
