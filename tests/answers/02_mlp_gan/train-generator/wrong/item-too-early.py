# Takes the number out before backward().
# fails: train-generator-loss, train-generator-step, train-generator-noise, train-generator-device
# says: 'float' object has no attribute 'backward'
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    noise = torch.randn(batch_size, input_dim, device=device)
    optim_G.zero_grad()
    loss = loss_func(D(G(noise)), ones).item()
    loss.backward()
    optim_G.step()
    return loss
