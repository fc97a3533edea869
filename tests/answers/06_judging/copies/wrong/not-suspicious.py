# Counts the fakes that are not suspicious.
# fails: copies-value, copies-ends
# says: the fakes that are not suspicious are counted
def copied_share(fakes, train, held_out):
    _, usual = nearest(held_out, train, 1)
    _, distances = nearest(fakes, train, 1)
    return (distances > usual.quantile(0.05)).float().mean().item()
