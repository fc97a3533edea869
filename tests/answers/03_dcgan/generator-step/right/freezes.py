# Freezes D for the step, and thaws it.
def generator_step(D, G, batch_size, optim_G, nz, device):
    loss_func = nn.BCEWithLogitsLoss()
    for p in D.parameters():
        p.requires_grad_(False)
    optim_G.zero_grad()
    fake = G(torch.randn(batch_size, nz, 1, 1, device=device))
    logits = D(fake)
    loss = loss_func(logits, torch.ones_like(logits))
    loss.backward()
    optim_G.step()
    for p in D.parameters():
        p.requires_grad_(True)
    return loss.item()
