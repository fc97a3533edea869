# autograd.grad in place of backward.
def generator_step(D, G, batch_size, optim_G, nz, device):
    loss_func = nn.BCEWithLogitsLoss()
    noise = torch.randn(batch_size, nz, 1, 1, device=device)
    logits = D(G(noise))
    loss = loss_func(logits, torch.ones_like(logits))
    for p, grad in zip(G.parameters(), torch.autograd.grad(loss, list(G.parameters()))):
        p.grad = grad
    optim_G.step()
    return loss.item()
