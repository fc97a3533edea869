# Cuts the result to [−1, 1].
# fails: instance-noise-values
# says: the result is cut off
def add_instance_noise(images, std, generator):
    noise = torch.randn(images.shape, generator=generator, device=images.device)
    return (images + std * noise).clamp(-1, 1)
