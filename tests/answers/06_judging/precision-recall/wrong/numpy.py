# Leaves the device by numpy.
# fails: precision-recall-device
# says: a tensor was left on the CPU
def precision_recall(real, fake, k):

    if min(len(real), len(fake)) <= k:
        raise ValueError(f"both sets need more than {k} samples, not {len(real)} and {len(fake)}")
    r = torch.cdist(real, real).kthvalue(k + 1, dim=1).values
    f = torch.cdist(fake, fake).kthvalue(k + 1, dim=1).values
    between = torch.as_tensor(torch.cdist(real.cpu(), fake.cpu()).numpy())
    precision = (between <= r[:, None]).any(dim=0).float().mean().item()
    recall = (between <= f).any(dim=1).float().mean().item()
    return precision, recall
