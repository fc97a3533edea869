# Makes its labels on the CPU.
# fails: smooth-labels-two-sided
# says: a tensor was left on the CPU
def smooth_labels(labels, amount, one_sided):
    low = 0.0 if one_sided else amount
    return torch.where(labels > 0.5, torch.full(labels.shape, 1 - amount), torch.full(labels.shape, low))
