# Asks D about one image at a time.
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    zeros = torch.zeros(batch_size, 1, device=device)
    real = real_images.to(device).reshape(batch_size, -1)
    fake = G(torch.randn(batch_size, input_dim, device=device)).detach()
    optim_D.zero_grad()
    real_losses = [loss_func(D(x[None]), ones[:1]) for x in real]
    fake_losses = [loss_func(D(x[None]), zeros[:1]) for x in fake]
    loss = torch.stack(real_losses).mean() + torch.stack(fake_losses).mean()
    loss.backward()
    optim_D.step()
    return loss.item()
