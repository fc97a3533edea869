# Sums over the batch and divides by its size.
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    zeros = torch.zeros(batch_size, 1, device=device)
    real = real_images.to(device).reshape(batch_size, -1)
    fake = G(torch.randn(batch_size, input_dim, device=device)).detach()
    optim_D.zero_grad()
    summed = nn.BCELoss(reduction="sum")
    loss = (summed(D(real), ones) + summed(D(fake), zeros)) / batch_size
    loss.backward()
    optim_D.step()
    return loss.item()
