# Asks only the ball of the nearest sample.
# fails: precision-recall-value
# says: only the ball of the nearest sample is asked
def precision_recall(real, fake, k):

    if min(len(real), len(fake)) <= k:
        raise ValueError(f"both sets need more than {k} samples, not {len(real)} and {len(fake)}")
    r = torch.cdist(real, real).kthvalue(k + 1, dim=1).values
    f = torch.cdist(fake, fake).kthvalue(k + 1, dim=1).values
    between = torch.cdist(real, fake)
    near, owner = between.min(dim=0)
    close, maker = between.min(dim=1)
    return (near <= r[owner]).float().mean().item(), (close <= f[maker]).float().mean().item()
