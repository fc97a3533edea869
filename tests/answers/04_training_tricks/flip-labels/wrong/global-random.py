# Draws from the global generator.
# fails: flip-labels-repeatable
# says: global random numbers
def flip_labels(labels, probability, generator):
    coins = torch.rand_like(labels)
    return torch.where(coins < probability, 1 - labels, labels)
