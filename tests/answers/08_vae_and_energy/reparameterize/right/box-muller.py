# The normal noise is made by hand from two uniform draws (Box and Muller).
def reparameterize(mu, logvar):
    def normal_noise(like):
        u = 1 - torch.rand(like.shape, device=like.device)  # in (0, 1], the logarithm is finite
        v = torch.rand(like.shape, device=like.device)
        return (-2 * u.log()).sqrt() * torch.cos(2 * math.pi * v)

    return torch.exp(logvar * 0.5).mul(normal_noise(mu)).add(mu)
