# The same noise for all images of the batch.
# fails: instance-noise-values
# says: all images get the same noise
def add_instance_noise(images, std, generator):
    noise = torch.randn(images.shape[1:], generator=generator, device=images.device)
    return images + std * noise
