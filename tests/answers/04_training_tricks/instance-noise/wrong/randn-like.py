# randn_like takes no generator, so the noise is not repeatable.
# fails: instance-noise-repeatable
# says: global random numbers
def add_instance_noise(images, std, generator):
    return images + std * torch.randn_like(images)
