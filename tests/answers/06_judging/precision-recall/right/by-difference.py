# Works with d − r, and the smallest of it.
def precision_recall(real, fake, k):

    if len(real) <= k or len(fake) <= k:
        raise ValueError("fewer samples than neighbours")
    r = torch.cdist(real, real).sort(dim=-1)[0][:, k]
    f = torch.cdist(fake, fake).sort(dim=-1)[0][:, k]
    d = torch.cdist(fake, real)
    precision = sum(1 for x in (d - r).amin(1).tolist() if x <= 0) / len(fake)
    recall = sum(1 for x in (d.T - f).amin(1).tolist() if x <= 0) / len(real)
    return [precision, recall]
