# One mean over one batch of both.
# fails: value-batch, value-certain
# says: both terms share one mean
def value(d_real, d_fake):
    d = torch.cat([d_real, 1 - d_fake]).clamp(min=1e-7)
    return torch.log(d).mean()
