# Draws 32 noises, whatever batch_size says.
# fails: generator-step-noise
# says: should have shape (65, 40, 1, 1)
def generator_step(D, G, batch_size, optim_G, nz, device):
    loss_func = nn.BCEWithLogitsLoss()
    noise = torch.randn(32, nz, 1, 1, device=device)
    optim_G.zero_grad()
    logits = D(G(noise))
    loss = loss_func(logits, torch.ones_like(logits))
    loss.backward()
    optim_G.step()
    return loss.item()
