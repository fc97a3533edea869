# Refuses by an assert.
# fails: precision-recall-small
# says: look at the sizes first
def precision_recall(real, fake, k):

    assert min(len(real), len(fake)) > k, 'too few samples'
    r = torch.cdist(real, real).kthvalue(k + 1, dim=1).values
    f = torch.cdist(fake, fake).kthvalue(k + 1, dim=1).values
    between = torch.cdist(real, fake)
    precision = (between <= r[:, None]).any(dim=0).float().mean().item()
    recall = (between <= f).any(dim=1).float().mean().item()
    return precision, recall
