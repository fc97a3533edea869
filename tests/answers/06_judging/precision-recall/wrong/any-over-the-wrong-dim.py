# any() goes over the wrong dimension in both.
# fails: precision-recall-value
# says: any() goes over the wrong dimension
def precision_recall(real, fake, k):
    if min(len(real), len(fake)) <= k:
        raise ValueError(f"both sets must have more than k = {k} samples")
    of_real = torch.cdist(real, real).kthvalue(k + 1, dim=1).values
    of_fake = torch.cdist(fake, fake).kthvalue(k + 1, dim=1).values
    between = torch.cdist(real, fake)
    precision = (between <= of_real[:, None]).any(dim=1).float().mean().item()
    return precision, (between <= of_fake).any(dim=0).float().mean().item()
