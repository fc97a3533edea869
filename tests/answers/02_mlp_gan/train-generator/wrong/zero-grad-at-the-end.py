# Clears the gradients at the end only.
# fails: train-generator-step
# says: gradients of an earlier step were still there
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    noise = torch.randn(batch_size, input_dim, device=device)
    loss = loss_func(D(G(noise)), ones)
    loss.backward()
    optim_G.step()
    optim_G.zero_grad()
    return loss.item()
