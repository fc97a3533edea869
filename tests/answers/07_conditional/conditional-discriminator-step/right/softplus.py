# Softplus in the place of labels for the loss.
def conditional_discriminator_step(D, G, real, labels, optim_D, nz, classes, device):
    loss_func = nn.BCEWithLogitsLoss()
    real, labels = real.to(device), labels.to(device)
    drawn = torch.randint(classes, (len(real),), device=device)
    noise = torch.randn(len(real), nz, 1, 1, device=device)
    fake = G(noise, drawn).detach()
    optim_D.zero_grad()
    on_real, on_fake = D(real, labels), D(fake, drawn)
    loss = nn.functional.softplus(-on_real).mean() + nn.functional.softplus(on_fake).mean()
    loss.backward()
    optim_D.step()
    return loss.item()
