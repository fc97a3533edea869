# Uses the loss for logits on probabilities.
# fails: train-discriminator-loss, train-discriminator-step
# says: a Sigmoid is applied to D's answer
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    bce = nn.BCEWithLogitsLoss()
    real = real_images.to(device).reshape(batch_size, -1)
    fake = G(torch.randn(batch_size, input_dim, device=device)).detach()
    optim_D.zero_grad()
    loss = bce(D(real), torch.ones(batch_size, 1, device=device))
    loss += bce(D(fake), torch.zeros(batch_size, 1, device=device))
    loss.backward()
    optim_D.step()
    return loss.item()
