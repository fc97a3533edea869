# Puts G into eval mode for its images, and both into train mode again.
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    D.train()
    G.eval()
    with torch.no_grad():
        fake = G(torch.randn(batch_size, input_dim, device=device))
    G.train()
    labels = torch.cat([torch.ones(batch_size, 1), torch.zeros(batch_size, 1)]).to(device)
    real = real_images.to(device).reshape(batch_size, -1)
    D.zero_grad()
    loss = 2 * loss_func(D(torch.cat([real, fake], dim=0)), labels)
    loss.backward()
    optim_D.step()
    return loss.item()
