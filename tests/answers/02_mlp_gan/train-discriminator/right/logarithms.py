# The logarithms written out, without loss_func.
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    x = real_images.to(device).view(batch_size, -1)
    z = torch.randn(batch_size, input_dim, device=device)
    x_fake = G(z).detach()
    loss = -torch.log(D(x)).mean() - torch.log(1 - D(x_fake)).mean()
    D.zero_grad()
    loss.backward()
    optim_D.step()
    return loss.detach().cpu().item()
