# With std 0 the input itself is returned, not a new tensor.
# fails: instance-noise-values
# says: return a new tensor
def add_instance_noise(images, std, generator):
    if std == 0:
        return images
    noise = torch.randn(images.shape, generator=generator, device=images.device)
    return images + std * noise
