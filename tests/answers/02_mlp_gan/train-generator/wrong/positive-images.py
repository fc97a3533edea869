# Shows D the images scaled to [0, 1].
# fails: train-generator-loss, train-generator-step
# says: D was shown G's images scaled to [0, 1]
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    noise = torch.randn(batch_size, input_dim, device=device)
    optim_G.zero_grad()
    loss = loss_func(D((G(noise) + 1) / 2), ones)
    loss.backward()
    optim_G.step()
    return loss.item()
