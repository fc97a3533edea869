# Compares fakes with held-out images.
# fails: copies-value, copies-ends
# says: the share
def copied_share(fakes, train, held_out):
    _, usual = nearest(held_out, train, 1)
    _, distances = nearest(fakes, held_out, 1)
    return (distances < usual.quantile(0.05)).float().mean().item()
