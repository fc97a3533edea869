# Labels its images 0.9.
# fails: train-generator-loss, train-generator-step
# says: the label looks smoothed to 0.9
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    ones = torch.full((batch_size, 1), 0.9, device=device)
    noise = torch.randn(batch_size, input_dim, device=device)
    optim_G.zero_grad()
    loss = loss_func(D(G(noise)), ones)
    loss.backward()
    optim_G.step()
    return loss.item()
