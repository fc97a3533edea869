# torch.normal fills a tensor of its own.
def add_instance_noise(images, std, generator):
    noise = torch.empty(images.shape, dtype=images.dtype, device=images.device).normal_(generator=generator)
    return torch.add(images, noise, alpha=std)
