# The logarithm written out, without loss_func.
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    G.zero_grad()
    fake = G(torch.randn(batch_size, input_dim).to(device))
    loss = -D(fake).log().mean()
    loss.backward()
    optim_G.step()
    return float(loss.detach())
