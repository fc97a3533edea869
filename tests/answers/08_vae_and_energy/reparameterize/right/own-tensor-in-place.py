# The noise, a tensor of its own, is scaled and moved in place.
def reparameterize(mu, logvar):
    z = torch.empty(mu.shape, device=mu.device, dtype=mu.dtype)
    z.normal_()
    z *= logvar.div(2).exp()
    z += mu
    return z
