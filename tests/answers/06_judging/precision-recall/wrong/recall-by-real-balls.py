# Recall too is measured with the radii of real samples.
# fails: precision-recall-value
# says: the balls belong to the wrong set
def precision_recall(real, fake, k):
    if len(real) <= k or len(fake) <= k:
        raise ValueError(f"Each set needs more than {k} samples.")

    def distances(x, y):
        return torch.cdist(x, y, compute_mode="donot_use_mm_for_euclid_dist")

    radius_real = distances(real, real).kthvalue(k + 1, dim=1).values
    radius_fake = distances(fake, fake).kthvalue(k + 1, dim=1).values
    between = distances(real, fake)
    precision = (between <= radius_real[:, None]).any(dim=0).float().mean().item()
    recall = (between <= radius_real[:, None]).any(dim=1).float().mean().item()
    return precision, recall
