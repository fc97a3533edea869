# The fake images are made under no_grad, copied from D's step.
# fails: train-generator-step
# says: the generator's loss has no gradient: G is called with gradients switched off
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    optim_G.zero_grad()
    with torch.no_grad():
        fake = G(torch.randn(batch_size, input_dim, device=device))
    loss = loss_func(D(fake), torch.ones(batch_size, 1, device=device))
    loss.backward()
    optim_G.step()
    return loss.item()
