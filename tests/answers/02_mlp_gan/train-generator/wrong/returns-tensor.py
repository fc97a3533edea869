# Returns the loss as a tensor.
# fails: train-generator-loss
# says: is a tensor: return a float, with .item()
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    noise = torch.randn(batch_size, input_dim, device=device)
    optim_G.zero_grad()
    loss = loss_func(D(G(noise)), ones)
    loss.backward()
    optim_G.step()
    return loss.detach()
