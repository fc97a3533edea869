# The fake images are detached.
# fails: generator-step-update
# says: `fake` is cut off from G
def generator_step(D, G, batch_size, optim_G, nz, device):
    loss_func = nn.BCEWithLogitsLoss()
    optim_G.zero_grad()
    fake = G(torch.randn(batch_size, nz, 1, 1, device=device)).detach()
    logits = D(fake)
    loss = loss_func(logits, torch.ones_like(logits))
    loss.backward()
    optim_G.step()
    return loss.item()
