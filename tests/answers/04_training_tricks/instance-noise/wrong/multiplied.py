# Multiplies the noise with the image.
# fails: instance-noise-values
# says: do not multiply
def add_instance_noise(images, std, generator):
    noise = torch.randn(images.shape, generator=generator, device=images.device)
    return images * (1 + std * noise)
