# Leaves D in eval mode.
# fails: generator-step-modes
# says: left D in eval mode
def generator_step(D, G, batch_size, optim_G, nz, device):
    D.eval()
    loss_func = nn.BCEWithLogitsLoss()
    noise = torch.randn(batch_size, nz, 1, 1, device=device)
    optim_G.zero_grad()
    logits = D(G(noise))
    loss = loss_func(logits, torch.ones_like(logits))
    loss.backward()
    optim_G.step()
    return loss.item()
