# std is taken for the variance.
# fails: instance-noise-values
# says: std is taken for the variance
def add_instance_noise(images, std, generator):
    noise = torch.randn(images.shape, generator=generator, device=images.device)
    return images + std**0.5 * noise
