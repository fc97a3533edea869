# k is always 3.
# fails: precision-recall-value, precision-recall-edges, precision-recall-small
# says: k is written as a number
def precision_recall(real, fake, k):

    if min(len(real), len(fake)) <= k:
        raise ValueError(f"both sets need more than {k} samples, not {len(real)} and {len(fake)}")
    r = torch.cdist(real, real).kthvalue(4, dim=1).values
    f = torch.cdist(fake, fake).kthvalue(4, dim=1).values
    between = torch.cdist(real, fake)
    precision = (between <= r[:, None]).any(dim=0).float().mean().item()
    recall = (between <= f).any(dim=1).float().mean().item()
    return precision, recall
