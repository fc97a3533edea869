# Softplus, noise of its own for each update, one call of D for both kinds.
def few_images_step(D, G, real, look, optim_D, optim_G, nz, device):
    F = nn.functional
    real, n = real.to(device), len(real)
    with torch.no_grad():
        fake = G(torch.randn(n, nz, 1, 1, device=device))
    logits = D(torch.cat([look(real), look(fake)]))
    for_real, for_fake = logits.split(n)
    loss_d = F.softplus(-for_real).mean() + F.softplus(for_fake).mean()
    optim_D.zero_grad()
    loss_d.backward()
    optim_D.step()
    signs = torch.sign(for_real.detach())
    loss_g = F.softplus(-D(look(G(torch.randn(n, nz, 1, 1, device=device))))).mean()
    optim_G.zero_grad()
    loss_g.backward()
    optim_G.step()
    return loss_d.item(), loss_g.item(), signs
