# Noise of 784 numbers, as if it were an image.
# fails: train-generator-loss, train-generator-step, train-generator-noise, train-generator-device
# says: draw noise of this shape
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    noise = torch.randn(batch_size, 784, device=device)
    optim_G.zero_grad()
    loss = loss_func(D(G(noise)), ones)
    loss.backward()
    optim_G.step()
    return loss.item()
