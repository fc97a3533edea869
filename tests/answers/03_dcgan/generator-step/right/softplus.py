# softplus, modes set first, D's gradients cleared as well.
def generator_step(D, G, batch_size, optim_G, nz, device):
    G.train()
    D.train()
    loss_func = nn.BCEWithLogitsLoss()
    noise = torch.randn(batch_size, nz, 1, 1, device=device)
    G.zero_grad()
    D.zero_grad()
    logits = D(G(noise))
    loss = nn.functional.softplus(-logits).mean()
    loss.backward()
    optim_G.step()
    return loss.item()
