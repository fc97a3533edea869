# The sum over the upper triangle, divided by N(N − 1): half the term.
# fails: pulling-away-value, pulling-away-gradient
# says: each pair counts once, but it is divided by N (N −
def pulling_away_term(features):
    n = len(features)
    unit = F.normalize(features, dim=1)
    squares = (unit @ unit.T) ** 2
    return squares.triu(diagonal=1).sum() / (n * (n - 1))
