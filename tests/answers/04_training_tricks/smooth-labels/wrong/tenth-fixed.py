# 0.9 is hard-coded in place of 1 - amount.
# fails: smooth-labels-one-sided, smooth-labels-two-sided
# says: use `amount`
def smooth_labels(labels, amount, one_sided):
    smoothed = labels * 0.9
    if not one_sided:
        smoothed = smoothed + (1 - labels) * amount
    return smoothed
