# Labels first, answers second.
# fails: train-generator-loss, train-generator-step
# says: answer and label are exchanged
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    noise = torch.randn(batch_size, input_dim, device=device)
    optim_G.zero_grad()
    loss = loss_func(ones, D(G(noise)))
    loss.backward()
    optim_G.step()
    return loss.item()
