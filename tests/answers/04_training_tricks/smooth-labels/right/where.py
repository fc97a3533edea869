# Chooses with torch.where.
def smooth_labels(labels, amount, one_sided):
    low = 0.0 if one_sided else amount
    return torch.where(labels > 0.5, torch.full_like(labels, 1 - amount), torch.full_like(labels, low))
