# A loop over the samples, leaving each one out.
def minibatch_features(x, T):
    n, (a, b, c) = len(x), T.shape
    M = (x @ T.reshape(a, b * c)).reshape(n, b, c)
    rows = []
    for i in range(n):
        others = torch.cat([M[:i], M[i + 1 :]])
        rows.append(torch.exp(-(others - M[i]).abs().sum(2)).sum(0))
    return torch.stack(rows)
