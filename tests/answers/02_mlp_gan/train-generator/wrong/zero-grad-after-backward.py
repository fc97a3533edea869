# Clears the gradients between backward and step.
# fails: train-generator-step
# says: zero_grad() stands between backward() and step()
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    noise = torch.randn(batch_size, input_dim, device=device)
    loss = loss_func(D(G(noise)), ones)
    loss.backward()
    optim_G.zero_grad()
    optim_G.step()
    return loss.item()
