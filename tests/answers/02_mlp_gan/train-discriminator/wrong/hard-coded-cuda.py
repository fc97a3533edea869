# .cuda() is hard-coded, so the step runs on no other device.
# fails: train-discriminator-loss, train-discriminator-step, train-discriminator-noise, train-discriminator-device
# says: .cuda() or "cuda" is hard-coded
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1).cuda()
    zeros = torch.zeros(batch_size, 1).cuda()
    real = real_images.cuda().reshape(batch_size, -1)
    fake = G(torch.randn(batch_size, input_dim).cuda()).detach()
    optim_D.zero_grad()
    loss = loss_func(D(real), ones) + loss_func(D(fake), zeros)
    loss.backward()
    optim_D.step()
    return loss.item()
