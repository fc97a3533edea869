# Detaches the answers on generated samples.
# fails: value-gradient
# says: comes to d_fake: left out, or detached on the way?
def value(d_real, d_fake):
    d_real, d_fake = d_real.clamp(min=1e-7), d_fake.detach().clamp(max=1 - 1e-7)
    return torch.log(d_real).mean() + torch.log(1 - d_fake).mean()
