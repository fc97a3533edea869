# Draws where the generator is, then moves the noise.
def add_instance_noise(images, std, generator):
    noise = torch.randn(images.size(), generator=generator, device=generator.device)
    return torch.add(images, noise.to(images.device), alpha=std)
