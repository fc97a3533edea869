# Seeds its own generator on each call, so the noise is always the same.
# fails: reparameterize-gradient
# says: so did a call of another size; is there a fixed seed
def reparameterize(mu, logvar):
    generator = torch.Generator(device=mu.device).manual_seed(0)
    eps = torch.randn(mu.shape, generator=generator, device=mu.device)
    return mu + torch.exp(0.5 * logvar) * eps
