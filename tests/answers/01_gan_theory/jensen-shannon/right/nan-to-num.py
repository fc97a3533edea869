# Replaces NaN by 0 before it sums.
def jensen_shannon(p, q, dx):
    m = 0.5 * (p + q)

    def kl(a, b):
        return torch.nan_to_num(a * torch.log(a / b), nan=0.0).sum() * dx

    return 0.5 * kl(p, m) + 0.5 * kl(q, m)
