# Everything under no_grad.
# fails: train-generator-loss, train-generator-step, train-generator-noise, train-generator-device
# says: D is asked with gradients switched off
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    optim_G.zero_grad()
    with torch.no_grad():
        loss = loss_func(D(G(torch.randn(batch_size, input_dim, device=device))), ones)
    loss.backward()
    optim_G.step()
    return loss.item()
