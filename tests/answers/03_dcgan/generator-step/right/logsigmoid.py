# −log D(G(z)) written out, the mode set first.
def generator_step(D, G, batch_size, optim_G, nz, device):
    loss_func = nn.BCEWithLogitsLoss()
    G.train()
    optim_G.zero_grad()
    fake = G(torch.randn(batch_size, nz, 1, 1, device=device))
    logits = D(fake)
    loss = -nn.functional.logsigmoid(logits).mean()
    loss.backward()
    optim_G.step()
    return loss.item()
