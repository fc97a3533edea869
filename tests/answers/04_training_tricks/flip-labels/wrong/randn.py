# Normal numbers as coins.
# fails: flip-labels-share
# says: were the coins drawn with randn
def flip_labels(labels, probability, generator):
    coins = torch.randn(labels.shape, generator=generator, device=labels.device)
    return torch.where(coins < probability, 1 - labels, labels)
