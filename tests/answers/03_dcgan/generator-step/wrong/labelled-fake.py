# Labels the images 0.
# fails: generator-step-loss, generator-step-update
# says: the labels look swapped
def generator_step(D, G, batch_size, optim_G, nz, device):
    loss_func = nn.BCEWithLogitsLoss()
    optim_G.zero_grad()
    fake = G(torch.randn(batch_size, nz, 1, 1, device=device))
    logits = D(fake)
    loss = loss_func(logits, torch.zeros_like(logits))
    loss.backward()
    optim_G.step()
    return loss.item()
