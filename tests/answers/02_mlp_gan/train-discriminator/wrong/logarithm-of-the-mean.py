# Takes the logarithm of D's mean answer.
# fails: train-discriminator-loss, train-discriminator-step
# says: the logarithm is taken of D's mean answer
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    zeros = torch.zeros(batch_size, 1, device=device)
    real = real_images.to(device).reshape(batch_size, -1)
    fake = G(torch.randn(batch_size, input_dim, device=device)).detach()
    optim_D.zero_grad()
    loss = -torch.log(D(real).mean()) - torch.log(1 - D(fake).mean())
    loss.backward()
    optim_D.step()
    return loss.item()
