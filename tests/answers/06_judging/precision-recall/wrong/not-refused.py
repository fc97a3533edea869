# Does not look at the sizes.
# fails: precision-recall-small
# says: look at the sizes first, and raise a ValueError
def precision_recall(real, fake, k):

    r = torch.cdist(real, real).kthvalue(k + 1, dim=1).values
    f = torch.cdist(fake, fake).kthvalue(k + 1, dim=1).values
    between = torch.cdist(real, fake)
    precision = (between <= r[:, None]).any(dim=0).float().mean().item()
    recall = (between <= f).any(dim=1).float().mean().item()
    return precision, recall
