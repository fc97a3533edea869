# The signs are those after D's update.
# fails: few-images-signs
# says: these are the signs after D's update
def few_images_step(D, G, real, look, optim_D, optim_G, nz, device):
    loss = nn.BCEWithLogitsLoss()
    real = real.to(device)
    n = len(real)
    ones, zeros = torch.ones(n, 1, device=device), torch.zeros(n, 1, device=device)

    fake = G(torch.randn(n, nz, 1, 1, device=device))
    optim_D.zero_grad()
    on_real, on_fake = D(look(real)), D(look(fake.detach()))
    loss_d = loss(on_real, ones) + loss(on_fake, zeros)
    loss_d.backward()
    optim_D.step()

    with torch.no_grad():
        on_real = D(look(real))
    optim_G.zero_grad()
    loss_g = loss(D(look(fake)), ones)
    loss_g.backward()
    optim_G.step()
    return loss_d.item(), loss_g.item(), on_real.detach().sign()
