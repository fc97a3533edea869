# Sums the logarithms over the batch.
# fails: train-generator-loss, train-generator-step
# says: summed over the batch
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    noise = torch.randn(batch_size, input_dim, device=device)
    optim_G.zero_grad()
    loss = -torch.log(D(G(noise))).sum()
    loss.backward()
    optim_G.step()
    return loss.item()
