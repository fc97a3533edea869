# The limit is the median.
# fails: copies-value
# says: the share for
def copied_share(fakes, train, held_out):
    _, usual = nearest(held_out, train, 1)
    _, distances = nearest(fakes, train, 1)
    return (distances < usual.median()).float().mean().item()
