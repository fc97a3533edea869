# clamp for both sides: right for amounts up to 0.5.
def smooth_labels(labels, amount, one_sided):
    return labels.clamp(min=0 if one_sided else amount, max=1 - amount)
