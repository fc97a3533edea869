# The probability is hard-coded as 5 %.
# fails: flip-labels-share
# says: as many as with 0.05
def flip_labels(labels, probability, generator):
    coins = torch.rand(labels.shape, generator=generator, device=labels.device)
    return torch.where(coins < 0.05, 1 - labels, labels)
