# Goes back to logits, and takes softplus.
def value(d_real, d_fake):
    real, fake = (torch.logit(d, eps=1e-6) for d in (d_real, d_fake))
    return -F.softplus(-real).mean() - F.softplus(fake).mean()
