# G gets a fiftieth of the updates that it may have.
# fails: ring-repair-device, ring-repair-modes
# says: does its loop run
# says: has not come to the modes yet
def repair(G, sample, steps, device):
    D = make_D().to(device)
    optim_G = torch.optim.Adam(G.parameters(), lr=0.003, betas=(0.5, 0.999))
    optim_D = torch.optim.Adam(D.parameters(), lr=0.003, betas=(0.5, 0.999))
    ones, zeros = torch.ones(BATCH, 1, device=device), torch.zeros(BATCH, 1, device=device)
    for _ in range(steps // 50):
        for _ in range(5):
            real, fake = sample(BATCH), G(torch.randn(BATCH, 2, device=device)).detach()
            loss_d = bce(D(real), ones) + bce(D(fake), zeros)
            optim_D.zero_grad()
            loss_d.backward()
            optim_D.step()
        loss_g = bce(D(G(torch.randn(BATCH, 2, device=device))), ones)
        optim_G.zero_grad()
        loss_g.backward()
        optim_G.step()
