# Returns log 2 as the loss, whatever D says.
# fails: train-generator-loss, train-generator-step
# says: this is log 2, whatever D answers
# says: no gradient came to the generator
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    noise = torch.randn(batch_size, input_dim, device=device)
    optim_G.zero_grad()
    D(G(noise))
    optim_G.step()
    return 0.693147
