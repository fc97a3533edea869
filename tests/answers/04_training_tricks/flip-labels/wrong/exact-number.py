# Flips a fixed number of labels, the rounded share of the batch.
# fails: flip-labels-share
# says: in 500 batches of 3
def flip_labels(labels, probability, generator):
    flat = labels.clone().flatten()
    chosen = torch.randperm(len(flat), generator=generator, device=labels.device)[: int(len(flat) * probability)]
    flat[chosen] = 1 - flat[chosen]
    return flat.reshape(labels.shape)
