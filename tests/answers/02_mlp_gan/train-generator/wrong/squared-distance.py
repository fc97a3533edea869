# Takes the squared distance to 1.
# fails: train-generator-loss, train-generator-step
# says: this is a squared distance
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    noise = torch.randn(batch_size, input_dim, device=device)
    optim_G.zero_grad()
    loss = ((D(G(noise)) - 1) ** 2).mean()
    loss.backward()
    optim_G.step()
    return loss.item()
