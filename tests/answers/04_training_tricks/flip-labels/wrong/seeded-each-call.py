# The generator is seeded again at each call, so every call makes the same flips.
# fails: flip-labels-share, flip-labels-repeatable
# says: one generator gave the same flips: do not seed it inside
def flip_labels(labels, probability, generator):
    generator.manual_seed(generator.initial_seed())
    coins = torch.rand(labels.shape, generator=generator, device=labels.device)
    return torch.where(coins < probability, 1 - labels, labels)
