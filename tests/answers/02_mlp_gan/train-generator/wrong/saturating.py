# Minimises log(1 − D(G(z))), which saturates.
# fails: train-generator-loss, train-generator-step
# says: this is the saturating loss
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    noise = torch.randn(batch_size, input_dim, device=device)
    optim_G.zero_grad()
    loss = torch.log(1 - D(G(noise))).mean()
    loss.backward()
    optim_G.step()
    return loss.item()
