# The comparison is turned round.
# fails: flip-labels-share
# says: those were kept that should be flipped
def flip_labels(labels, probability, generator):
    coins = torch.rand(labels.shape, generator=generator, device=labels.device)
    return torch.where(coins > probability, 1 - labels, labels)
