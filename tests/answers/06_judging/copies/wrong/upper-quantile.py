# The limit is the 95 % quantile.
# fails: copies-value
# says: the share for
def copied_share(fakes, train, held_out):
    _, usual = nearest(held_out, train, 1)
    _, distances = nearest(fakes, train, 1)
    return (distances < usual.quantile(0.95)).float().mean().item()
