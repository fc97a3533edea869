# Makes a new tensor of the loss.
# fails: generator-step-loss, generator-step-update, generator-step-modes, generator-step-noise, generator-step-device
# says: D's answers have a gradient, the loss has none
def generator_step(D, G, batch_size, optim_G, nz, device):
    loss_func = nn.BCEWithLogitsLoss()
    noise = torch.randn(batch_size, nz, 1, 1, device=device)
    optim_G.zero_grad()
    logits = D(G(noise))
    loss = torch.tensor(loss_func(logits, torch.ones_like(logits)).item())
    loss.backward()
    optim_G.step()
    return loss.item()
