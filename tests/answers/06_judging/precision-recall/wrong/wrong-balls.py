# Precision asks the balls of the fakes, recall those of the real samples.
# fails: precision-recall-value, precision-recall-edges
# says: the balls belong to the wrong set
def precision_recall(real, fake, k):

    if min(len(real), len(fake)) <= k:
        raise ValueError(f"both sets need more than {k} samples, not {len(real)} and {len(fake)}")
    r = torch.cdist(real, real).kthvalue(k + 1, dim=1).values
    f = torch.cdist(fake, fake).kthvalue(k + 1, dim=1).values
    between = torch.cdist(real, fake)
    return (between <= f).any(dim=0).float().mean().item(), (between <= r[:, None]).any(dim=1).float().mean().item()
