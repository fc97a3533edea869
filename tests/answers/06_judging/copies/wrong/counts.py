# A number of fakes, not a share.
# fails: copies-value, copies-ends
# says: suspicious fakes are counted: divide by their number
def copied_share(fakes, train, held_out):
    _, usual = nearest(held_out, train, 1)
    _, distances = nearest(fakes, train, 1)
    return (distances < usual.quantile(0.05)).sum().item()
