# In D's update fakes are shown as they are.
# fails: few-images-look, few-images-discriminator
# says: in D's update D was shown fakes that had not gone through look: D would tell
def few_images_step(D, G, real, look, optim_D, optim_G, nz, device):
    bce = nn.functional.binary_cross_entropy_with_logits
    real = real.to(device)
    fake = G(torch.randn(len(real), nz, 1, 1, device=device))

    optim_D.zero_grad()
    on_real, on_fake = D(look(real)), D(fake.detach())
    loss_d = bce(on_real, torch.ones_like(on_real)) + bce(on_fake, torch.zeros_like(on_fake))
    loss_d.backward()
    optim_D.step()

    optim_G.zero_grad()
    on_fake = D(look(fake))
    loss_g = bce(on_fake, torch.ones_like(on_fake))
    loss_g.backward()
    optim_G.step()
    return loss_d.item(), loss_g.item(), on_real.detach().sign()
