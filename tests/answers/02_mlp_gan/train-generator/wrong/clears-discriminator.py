# Clears D's gradients in place of G's.
# fails: train-generator-step
# says: gradients of an earlier step were still there
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    noise = torch.randn(batch_size, input_dim, device=device)
    D.zero_grad()
    loss = loss_func(D(G(noise)), ones)
    loss.backward()
    optim_G.step()
    return loss.item()
