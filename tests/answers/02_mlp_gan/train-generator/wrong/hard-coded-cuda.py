# The device is written as "cuda".
# fails: train-generator-loss, train-generator-step, train-generator-noise, train-generator-device
# says: "cuda" is hard-coded
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device="cuda")
    noise = torch.randn(batch_size, input_dim, device="cuda")
    optim_G.zero_grad()
    loss = loss_func(D(G(noise)), ones)
    loss.backward()
    optim_G.step()
    return loss.item()
