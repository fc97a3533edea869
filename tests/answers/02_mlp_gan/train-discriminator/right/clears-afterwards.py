# No detach, but G's gradients are cleared again: what counts is what the step leaves behind.
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    real = real_images.to(device).reshape(batch_size, -1)
    noise = torch.randn(batch_size, input_dim).to(device)
    optim_D.zero_grad()
    loss = loss_func(D(real), torch.ones(batch_size, 1, device=device))
    loss = loss + loss_func(D(G(noise)), torch.zeros(batch_size, 1, device=device))
    loss.backward()
    G.zero_grad()
    optim_D.step()
    optim_D.zero_grad()
    return loss.item()
