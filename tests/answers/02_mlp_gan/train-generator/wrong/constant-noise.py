# The same noise in every call: it was drawn once, outside.
# fails: train-generator-noise
# says: two calls used the same noise: nothing was drawn with torch's own generator
fixed_noise = torch.randn(1000, 1000)


def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    noise = fixed_noise[:batch_size, :input_dim].to(device)
    optim_G.zero_grad()
    loss = loss_func(D(G(noise)), ones)
    loss.backward()
    optim_G.step()
    return loss.item()
