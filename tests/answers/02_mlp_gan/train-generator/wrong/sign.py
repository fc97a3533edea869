# Forgets the minus sign of −log D(G(z)).
# fails: train-generator-loss, train-generator-step
# says: the sign is turned round
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    noise = torch.randn(batch_size, input_dim, device=device)
    optim_G.zero_grad()
    loss = torch.log(D(G(noise))).mean()
    loss.backward()
    optim_G.step()
    return loss.item()
