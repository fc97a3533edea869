# Sums the loss over the batch.
# fails: generator-step-loss, generator-step-update, generator-step-modes
# says: the losses are summed over the batch
def generator_step(D, G, batch_size, optim_G, nz, device):
    loss_func = nn.BCEWithLogitsLoss()
    noise = torch.randn(batch_size, nz, 1, 1, device=device)
    optim_G.zero_grad()
    logits = D(G(noise))
    loss = nn.BCEWithLogitsLoss(reduction='sum')(logits, torch.ones_like(logits))
    loss.backward()
    optim_G.step()
    return loss.item()
