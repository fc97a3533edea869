# Adds the noise to the images themselves.
# fails: instance-noise-values, instance-noise-repeatable
# says: changed its input in place
def add_instance_noise(images, std, generator):
    images += std * torch.randn(images.shape, generator=generator, device=images.device)
    return images
