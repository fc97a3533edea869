# Flips the labels that it was given.
# fails: flip-labels-share
# says: changed its input in place
def flip_labels(labels, probability, generator):
    coins = torch.rand(labels.shape, generator=generator, device=labels.device) < probability
    labels[coins] = 1 - labels[coins]
    return labels
