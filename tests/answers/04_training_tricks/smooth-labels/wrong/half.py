# Half the amount on each side, as nn.CrossEntropyLoss does with two classes.
# fails: smooth-labels-two-sided
# says: half the amount
def smooth_labels(labels, amount, one_sided):
    if one_sided:
        return labels * (1 - amount)
    return labels * (1 - amount) + amount / 2
