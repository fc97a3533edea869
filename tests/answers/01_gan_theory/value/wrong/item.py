# Returns a plain number.
# fails: value-batch, value-gradient
# says: should be a tensor, not float
def value(d_real, d_fake):
    d_real, d_fake = d_real.clamp(min=1e-7), d_fake.clamp(max=1 - 1e-7)
    return (torch.log(d_real).mean() + torch.log(1 - d_fake).mean()).item()
