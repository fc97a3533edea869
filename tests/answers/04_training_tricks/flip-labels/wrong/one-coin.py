# One coin for the whole batch.
# fails: flip-labels-share
# says: were flipped
# also: flip-labels-repeatable
def flip_labels(labels, probability, generator):
    coin = torch.rand(1, generator=generator, device=labels.device)
    return 1 - labels if coin < probability else labels.clone()
