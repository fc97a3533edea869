# Labels are rounded, so the first and the last come half as often.
# fails: conditional-generator-step-draws
# says: come half as often
def conditional_generator_step(D, G, batch_size, optim_G, nz, classes, device):
    """One update of G's weights, and of no others, towards pairs that D takes for real (label exactly 1)."""
    loss_func = nn.BCEWithLogitsLoss()
    noise = torch.randn(batch_size, nz, 1, 1, device=device)
    drawn = (torch.rand(batch_size, device=device) * (classes - 1)).round().long()
    on_fake = D(G(noise, drawn), drawn)
    loss = loss_func(on_fake, torch.ones_like(on_fake))
    optim_G.zero_grad()
    loss.backward()
    optim_G.step()
    return loss.item()
