# An optimizer of its own moves D as well.
# fails: train-generator-step
# says: the generator's step changed D
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    optim_D = torch.optim.Adam(D.parameters(), lr=0.0002)
    ones = torch.ones(batch_size, 1, device=device)
    noise = torch.randn(batch_size, input_dim, device=device)
    optim_G.zero_grad()
    optim_D.zero_grad()
    loss = loss_func(D(G(noise)), ones)
    loss.backward()
    optim_G.step()
    optim_D.step()
    return loss.item()
