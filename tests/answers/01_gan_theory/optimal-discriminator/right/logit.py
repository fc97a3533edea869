# The Sigmoid of the difference of the logarithms.
def optimal_discriminator(p, q):
    logit = torch.log(p) - torch.log(q)
    return torch.where(logit.isnan(), 0.5, torch.sigmoid(logit))
