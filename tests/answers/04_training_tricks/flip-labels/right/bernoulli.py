# Coins from torch.bernoulli.
def flip_labels(labels, probability, generator):
    flips = torch.bernoulli(torch.full_like(labels, probability), generator=generator)
    return flips * (1 - labels) + (1 - flips) * labels
