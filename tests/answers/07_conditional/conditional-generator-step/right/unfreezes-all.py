# D is frozen for the step, and all of it thawed afterwards.
def conditional_generator_step(D, G, batch_size, optim_G, nz, classes, device):
    """One update of G's weights, and of no others, towards pairs that D takes for real (label exactly 1)."""
    loss_func = nn.BCEWithLogitsLoss()
    noise = torch.randn(batch_size, nz, 1, 1, device=device)
    drawn = torch.randint(classes, (batch_size,), device=device)
    D.requires_grad_(False)
    on_fake = D(G(noise, drawn), drawn)
    loss = loss_func(on_fake, torch.ones_like(on_fake))
    optim_G.zero_grad()
    loss.backward()
    optim_G.step()
    D.requires_grad_(True)
    return loss.item()
