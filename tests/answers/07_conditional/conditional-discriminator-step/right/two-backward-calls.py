# Two backward calls, labels by a float that is cut.
def conditional_discriminator_step(D, G, real, labels, optim_D, nz, classes, device):
    loss_func = nn.BCEWithLogitsLoss()
    real, labels = real.to(device), labels.to(device)
    drawn = (classes * torch.rand(len(real), device=device)).long().clamp(max=classes - 1)
    noise = torch.randn(len(real), nz, 1, 1, device=device)
    fake = G(noise, drawn).detach()
    optim_D.zero_grad()
    on_real, on_fake = D(real, labels), D(fake, drawn)
    one = loss_func(on_real, torch.ones_like(on_real))
    other = loss_func(on_fake, torch.zeros_like(on_fake))
    one.backward()
    other.backward()
    loss = one + other
    optim_D.step()
    return loss.item()
