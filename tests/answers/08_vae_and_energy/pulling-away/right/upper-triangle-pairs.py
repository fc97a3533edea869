# Each unordered pair once, by triu_indices, then the mean.
def pulling_away_term(features):
    n = features.size(0)
    i, j = torch.triu_indices(n, n, offset=1, device=features.device)
    left, right = features[i], features[j]
    dots = (left * right).sum(dim=1)
    lengths = left.norm(dim=1) * right.norm(dim=1)
    return ((dots / lengths) ** 2).mean()
