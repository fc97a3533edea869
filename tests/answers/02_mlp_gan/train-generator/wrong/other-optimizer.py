# Steps the notebook's optim_D in place of the optimizer it was given.
# fails: train-generator-step
# says: step() was called on another optimizer, not on the one handed in: write optim_G.step()
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    noise = torch.randn(batch_size, input_dim, device=device)
    optim_G.zero_grad()
    loss = loss_func(D(G(noise)), ones)
    loss.backward()
    optim_D.step()
    return loss.item()
