# Old gradients stay in G.
# fails: generator-step-update
# says: gradients of an earlier step were still there
def generator_step(D, G, batch_size, optim_G, nz, device):
    loss_func = nn.BCEWithLogitsLoss()
    fake = G(torch.randn(batch_size, nz, 1, 1, device=device))
    logits = D(fake)
    loss = loss_func(logits, torch.ones_like(logits))
    loss.backward()
    optim_G.step()
    return loss.item()
