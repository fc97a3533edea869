# Detaches the images and asks for their gradient.
# fails: train-generator-step
# says: `fake` is cut off from G
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    noise = torch.randn(batch_size, input_dim, device=device)
    optim_G.zero_grad()
    fake = G(noise).detach().requires_grad_()
    loss = loss_func(D(fake), ones)
    loss.backward()
    optim_G.step()
    return loss.item()
