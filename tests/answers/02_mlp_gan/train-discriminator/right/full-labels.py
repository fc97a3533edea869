# Labels from torch.full, G switched off with requires_grad, noise from NumPy.
import numpy as np


def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    real_label = torch.full((batch_size,), 1.0, device=device)
    fake_label = torch.full((batch_size,), 0.0, device=device)
    for p in G.parameters():
        p.requires_grad = False
    noise = torch.from_numpy(np.random.randn(batch_size, input_dim)).float().to(device)
    fake = G(noise)
    for p in G.parameters():
        p.requires_grad = True

    optim_D.zero_grad(set_to_none=False)
    errD_real = loss_func(D(real_images.to(device).flatten(start_dim=1)).view(-1), real_label)
    errD_fake = loss_func(D(fake).view(-1), fake_label)
    errD = errD_real + errD_fake
    errD.backward()
    optim_D.step()
    return errD.tolist()
