# Blends image and noise.
# fails: instance-noise-values
# says: the image is multiplied by 0.
def add_instance_noise(images, std, generator):
    noise = torch.randn(images.shape, generator=generator, device=images.device)
    return (1 - std) * images + std * noise
