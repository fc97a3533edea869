# Uniform noise around 0.
# fails: instance-noise-values
# says: it looks uniform
def add_instance_noise(images, std, generator):
    noise = torch.rand(images.shape, generator=generator, device=images.device)
    return images + std * (2 * noise - 1)
