# Keeps the noise of each shape and uses it again on the next call.
# fails: reparameterize-gradient
# says: a call of another size did not; it is kept from an earlier call, so draw it anew each time
NOISE = {}


def reparameterize(mu, logvar):
    key = (tuple(mu.shape), mu.device)
    if key not in NOISE:
        NOISE[key] = torch.randn(mu.shape, device=mu.device)
    return mu + torch.exp(0.5 * logvar) * NOISE[key]
