# The limit comes from the fakes.
# fails: copies-value, copies-ends
# says: the share
def copied_share(fakes, train, held_out):
    _, usual = nearest(held_out, train, 1)
    _, distances = nearest(fakes, train, 1)
    return (distances < distances.quantile(0.05)).float().mean().item()
