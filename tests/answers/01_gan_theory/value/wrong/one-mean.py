# One mean over both terms, added element by element.
# fails: value-batch
# says: Take the mean of each before you add
def value(d_real, d_fake):
    d_real, d_fake = d_real.clamp(min=1e-7), d_fake.clamp(max=1 - 1e-7)
    return (torch.log(d_real) + torch.log(1 - d_fake)).mean()
