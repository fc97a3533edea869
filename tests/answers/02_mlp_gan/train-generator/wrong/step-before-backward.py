# Steps before backward().
# fails: train-generator-step
# says: step() comes before backward()
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    noise = torch.randn(batch_size, input_dim, device=device)
    optim_G.zero_grad()
    loss = loss_func(D(G(noise)), ones)
    optim_G.step()
    loss.backward()
    return loss.item()
