# The saturating loss.
# fails: generator-step-loss, generator-step-update, generator-step-modes
# says: saturating loss
def generator_step(D, G, batch_size, optim_G, nz, device):
    loss_func = nn.BCEWithLogitsLoss()
    noise = torch.randn(batch_size, nz, 1, 1, device=device)
    optim_G.zero_grad()
    logits = D(G(noise))
    loss = -loss_func(logits, torch.zeros_like(logits))
    loss.backward()
    optim_G.step()
    return loss.item()
