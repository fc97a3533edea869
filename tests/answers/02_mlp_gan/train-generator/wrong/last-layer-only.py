# Asks for the gradients of G's last layer only.
# fails: train-generator-step
# says: did not change: no gradient was asked for them: backward(inputs=…)
# says: The step is for all of G's parameters
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    noise = torch.randn(batch_size, input_dim, device=device)
    optim_G.zero_grad()
    loss = loss_func(D(G(noise)), ones)
    loss.backward(inputs=list(G.parameters())[-2:])
    optim_G.step()
    return loss.item()
