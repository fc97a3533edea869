# The coins come from a copy of the generator, which itself does not move on: every call makes the same flips.
# fails: flip-labels-share, flip-labels-repeatable
# says: not from a copy of it
def flip_labels(labels, probability, generator):
    own = torch.Generator(device=labels.device)
    own.set_state(generator.get_state())
    coins = torch.rand(labels.shape, generator=own, device=labels.device)
    return torch.where(coins < probability, 1 - labels, labels)
