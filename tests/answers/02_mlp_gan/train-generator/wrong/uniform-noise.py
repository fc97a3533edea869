# Uniform noise between −1 and 1.
# fails: train-generator-noise
# says: torch.rand is uniform, torch.randn is normal
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    noise = 2 * torch.rand(batch_size, input_dim, device=device) - 1
    optim_G.zero_grad()
    loss = loss_func(D(G(noise)), ones)
    loss.backward()
    optim_G.step()
    return loss.item()
