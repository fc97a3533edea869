# Asks for the gradients of D's last layer only.
# fails: train-discriminator-step
# says: did not change: no gradient was asked for them: backward(inputs=…)
# says: The step is for all of D's parameters
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    zeros = torch.zeros(batch_size, 1, device=device)
    real = real_images.to(device).reshape(batch_size, -1)
    fake = G(torch.randn(batch_size, input_dim, device=device)).detach()
    optim_D.zero_grad()
    loss = loss_func(D(real), ones) + loss_func(D(fake), zeros)
    loss.backward(inputs=list(D.parameters())[-2:])
    optim_D.step()
    return loss.item()
