# The limit comes from the training images among each other, not from held-out ones.
# fails: copies-value
# says: the limit comes from the training images among each other
def copied_share(fakes, train, held_out):
    of_held_out = nearest(train, train, min(2, len(train)))[1][:, -1]
    _, of_fakes = nearest(fakes, train, 1)
    limit = of_held_out.quantile(0.05)
    return (of_fakes < limit).float().mean().item()
