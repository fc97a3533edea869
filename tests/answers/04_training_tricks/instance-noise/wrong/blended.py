# Blends image and noise.
# fails: instance-noise-values
# says: the image itself plus the noise
def add_instance_noise(images, std, generator):
    noise = torch.randn(images.shape, generator=generator, device=images.device)
    return (1 - std) * images + std * noise
