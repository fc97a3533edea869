# Freezes G at the end, for the discriminator's step.
# fails: train-generator-step
# says: left G itself, the network that it trains, frozen
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    noise = torch.randn(batch_size, input_dim, device=device)
    optim_G.zero_grad()
    loss = loss_func(D(G(noise)), ones)
    loss.backward()
    optim_G.step()
    G.requires_grad_(False)
    return loss.item()
