# Adds one sample after the other.
def value(d_real, d_fake):
    total = 0
    for d in d_real.flatten():
        total = total + torch.log(torch.clip(d, 1e-7, 1)) / d_real.numel()
    for d in d_fake.flatten():
        total = total + torch.log(torch.clip(1 - d, 1e-7, 1)) / d_fake.numel()
    return total
