# No labels, the mean logits in place of a loss.
# fails: discriminator-step-loss, discriminator-step-update
# says: there are no labels
def discriminator_step(D, G, real, optim_D, nz, device):
    loss_func = nn.BCEWithLogitsLoss()
    real = real.to(device)
    fake = G(torch.randn(len(real), nz, 1, 1, device=device)).detach()
    optim_D.zero_grad()
    a, b = D(real), D(fake)
    loss = b.mean() - a.mean()
    loss.backward()
    optim_D.step()
    return loss.item()
