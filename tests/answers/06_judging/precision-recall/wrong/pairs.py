# The precision is a share of pairs, not of samples.
# fails: precision-recall-value, precision-recall-edges
# says: these are shares of pairs
def precision_recall(real, fake, k):

    if min(len(real), len(fake)) <= k:
        raise ValueError(f"both sets need more than {k} samples, not {len(real)} and {len(fake)}")
    r = torch.cdist(real, real).kthvalue(k + 1, dim=1).values
    f = torch.cdist(fake, fake).kthvalue(k + 1, dim=1).values
    between = torch.cdist(real, fake)
    precision = (between <= r[:, None]).float().mean().item()
    recall = (between <= f).any(dim=1).float().mean().item()
    return precision, recall
