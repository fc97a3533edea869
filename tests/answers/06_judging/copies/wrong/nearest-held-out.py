# The limit is the smallest distance of held-out images.
# fails: copies-value
# says: the limit is the nearest held-out image
def copied_share(fakes, train, held_out):
    _, usual = nearest(held_out, train, 1)
    _, distances = nearest(fakes, train, 1)
    return (distances < usual.min()).float().mean().item()
