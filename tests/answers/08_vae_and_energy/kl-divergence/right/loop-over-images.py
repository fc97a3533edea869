# A sub-function for one image, a list of its results, stacked.
def kl_divergence(mu, logvar):
    def one(m, lv):
        sigma = (lv / 2).exp()
        return -(sigma.log() + 0.5 - 0.5 * (m.square() + sigma.square())).sum()

    return torch.stack([one(m, lv) for m, lv in zip(mu, logvar)])
