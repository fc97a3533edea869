# Labels are rounded, so the first and the last come half as often.
# fails: conditional-discriminator-step-labels
# says: come half as often
def conditional_discriminator_step(D, G, real, labels, optim_D, nz, classes, device):
    """One update of D's weights, and of no others. Real pairs are labelled exactly 1, fake pairs 0."""
    loss_func = nn.BCEWithLogitsLoss()
    real, labels = real.to(device), labels.to(device)
    noise = torch.randn(len(real), nz, 1, 1, device=device)
    drawn = (torch.rand(len(real), device=device) * (classes - 1)).round().long()
    with torch.no_grad():
        fake = G(noise, drawn)
    on_real = D(real, labels)
    on_fake = D(fake, drawn)
    loss = loss_func(on_real, torch.ones_like(on_real)) + loss_func(on_fake, torch.zeros_like(on_fake))
    optim_D.zero_grad()
    loss.backward()
    optim_D.step()
    return loss.item()
