# One coin for each row.
# fails: flip-labels-share
# says: all labels of one row are flipped together
def flip_labels(labels, probability, generator):
    shape = (len(labels),) + (1,) * (labels.dim() - 1)
    coins = torch.rand(shape, generator=generator, device=labels.device)
    return torch.where(coins < probability, 1 - labels, labels)
