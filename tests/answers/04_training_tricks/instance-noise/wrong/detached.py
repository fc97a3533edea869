# Cuts the gradient.
# fails: instance-noise-repeatable
# says: G would learn nothing
@torch.no_grad()
def add_instance_noise(images, std, generator):
    noise = torch.randn(images.shape, generator=generator, device=images.device)
    return images + std * noise
