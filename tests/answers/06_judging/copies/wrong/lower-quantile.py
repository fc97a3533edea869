# The quantile is not interpolated: the next lower distance is the limit.
# fails: copies-value
# says: torch.quantile takes a value between two of them
def copied_share(fakes, train, held_out):
    _, of_held_out = nearest(held_out, train, 1)
    _, of_fakes = nearest(fakes, train, 1)
    limit = of_held_out.quantile(0.05, interpolation="lower")
    return (of_fakes < limit).float().mean().item()
