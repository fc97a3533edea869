# Blends with the smoothed value.
def smooth_labels(labels, amount, one_sided):
    target = torch.zeros_like(labels) if one_sided else 1 - labels
    return torch.lerp(labels, target, amount)
