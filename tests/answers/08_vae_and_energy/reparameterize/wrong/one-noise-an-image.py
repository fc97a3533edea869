# One noise number for each image, used in all places of its code.
# fails: reparameterize-spread
# says: z − mu repeats one number for all places of a code: draw noise of
def reparameterize(mu, logvar):
    eps = torch.randn_like(mu[..., :1])
    return mu + torch.exp(0.5 * logvar) * eps
