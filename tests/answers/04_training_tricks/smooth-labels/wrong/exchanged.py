# One-sided and two-sided are exchanged.
# fails: smooth-labels-one-sided, smooth-labels-two-sided
# says: so the two are exchanged
def smooth_labels(labels, amount, one_sided):
    if one_sided:
        return labels * (1 - 2 * amount) + amount
    return labels * (1 - amount)
