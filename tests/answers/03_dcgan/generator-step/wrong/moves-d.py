# Moves D too, along G's loss.
# fails: generator-step-update
# says: changed D
def generator_step(D, G, batch_size, optim_G, nz, device):
    loss_func = nn.BCEWithLogitsLoss()
    noise = torch.randn(batch_size, nz, 1, 1, device=device)
    optim_G.zero_grad()
    logits = D(G(noise))
    loss = loss_func(logits, torch.ones_like(logits))
    loss.backward()
    optim_G.step()
    with torch.no_grad():
        for p in D.parameters():
            p -= 0.1 * p.grad
    return loss.item()
