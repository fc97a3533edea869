# Makes an optimizer of its own that moves the generator too.
# fails: train-discriminator-step
# says: the discriminator's step changed G
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    zeros = torch.zeros(batch_size, 1, device=device)
    optimizer = torch.optim.Adam(list(D.parameters()) + list(G.parameters()), lr=0.0002)
    real = real_images.to(device).reshape(batch_size, -1)
    fake = G(torch.randn(batch_size, input_dim, device=device))
    optimizer.zero_grad()
    loss = loss_func(D(real), ones) + loss_func(D(fake), zeros)
    loss.backward()
    optimizer.step()
    return loss.item()
