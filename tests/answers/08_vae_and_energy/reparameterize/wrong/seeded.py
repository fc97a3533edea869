# Seeds its own generator on each call, so the noise is always the same.
# fails: reparameterize-gradient
# says: two calls drew the same noise: draw it inside the function, without a
def reparameterize(mu, logvar):
    generator = torch.Generator(device=mu.device).manual_seed(0)
    eps = torch.randn(mu.shape, generator=generator, device=mu.device)
    return mu + torch.exp(0.5 * logvar) * eps
