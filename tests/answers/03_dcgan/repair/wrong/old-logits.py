# Takes G's loss from D's answers from before its update.
# fails: repair-discriminator, repair-generator
# says: D is not asked anew after its update
def build(nz, nf, nc, image_size, device):
    G = Generator(nz, nf, nc, image_size).to(device)
    D = Discriminator(nc, nf, image_size).to(device)
    optim_G = torch.optim.Adam(G.parameters(), lr=0.0002, betas=(0.5, 0.999))
    optim_D = torch.optim.Adam(D.parameters(), lr=0.0002, betas=(0.5, 0.999))
    return G, D, optim_G, optim_D


def repaired_step(D, G, real, optim_D, optim_G, nz, device):
    loss_func = nn.BCEWithLogitsLoss()
    ones = torch.ones(len(real), 1, device=device)
    zeros = torch.zeros(len(real), 1, device=device)
    fake = G(torch.randn(len(real), nz, 1, 1, device=device))
    optim_D.zero_grad()
    on_fake = D(fake.detach())
    loss_d = loss_func(D(real.to(device)), ones) + loss_func(on_fake, zeros)
    loss_d.backward()
    optim_D.step()
    optim_G.zero_grad()
    loss_g = loss_func(on_fake, ones)
    loss_g.backward()
    optim_G.step()
    return loss_d.item(), loss_g.item()
