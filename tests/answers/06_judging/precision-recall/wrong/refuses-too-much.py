# Refuses sets of k + 1 samples too.
# fails: precision-recall-small
# says: stopped with ValueError
def precision_recall(real, fake, k):

    if min(len(real), len(fake)) <= k + 1:
        raise ValueError(f"both sets need more than {k} samples, not {len(real)} and {len(fake)}")
    r = torch.cdist(real, real).kthvalue(k + 1, dim=1).values
    f = torch.cdist(fake, fake).kthvalue(k + 1, dim=1).values
    between = torch.cdist(real, fake)
    precision = (between <= r[:, None]).any(dim=0).float().mean().item()
    recall = (between <= f).any(dim=1).float().mean().item()
    return precision, recall
