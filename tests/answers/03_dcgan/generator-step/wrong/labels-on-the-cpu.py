# Labels made on the CPU.
# fails: generator-step-device
# says: a tensor was left on the CPU
def generator_step(D, G, batch_size, optim_G, nz, device):
    loss_func = nn.BCEWithLogitsLoss()
    optim_G.zero_grad()
    fake = G(torch.randn(batch_size, nz, 1, 1, device=device))
    logits = D(fake)
    loss = loss_func(logits, torch.ones(batch_size, 1))
    loss.backward()
    optim_G.step()
    return loss.item()
