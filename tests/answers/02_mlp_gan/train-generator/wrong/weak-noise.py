# Normal noise with standard deviation 0.1.
# fails: train-generator-noise
# says: use torch.randn as it is
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    noise = 0.1 * torch.randn(batch_size, input_dim, device=device)
    optim_G.zero_grad()
    loss = loss_func(D(G(noise)), ones)
    loss.backward()
    optim_G.step()
    return loss.item()
