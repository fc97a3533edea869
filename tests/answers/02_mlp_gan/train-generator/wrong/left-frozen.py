# Freezes D, and never thaws it.
# fails: train-generator-step
# says: left D frozen
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    for p in D.parameters():
        p.requires_grad = False
    ones = torch.ones(batch_size, 1, device=device)
    noise = torch.randn(batch_size, input_dim, device=device)
    optim_G.zero_grad()
    loss = loss_func(D(G(noise)), ones)
    loss.backward()
    optim_G.step()
    return loss.item()
