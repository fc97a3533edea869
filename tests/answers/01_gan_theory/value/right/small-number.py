# Adds a small number inside the logarithm; divides sums by the batch sizes.
def value(d_real, d_fake):
    log_real = torch.log(d_real + 1e-8).sum() / len(d_real)
    log_fake = torch.log(1 - d_fake + 1e-8).sum() / d_fake.numel()
    return torch.add(log_real, log_fake)
