# The noise is uniform from [0, 1], not normal.
# fails: instance-noise-values
# says: it looks uniform
def add_instance_noise(images, std, generator):
    noise = torch.rand(images.shape, generator=generator, device=images.device)
    return images + std * noise
