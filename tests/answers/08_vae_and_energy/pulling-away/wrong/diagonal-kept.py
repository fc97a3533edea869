# The mean over the whole matrix, each row with itself too.
# fails: pulling-away-value, pulling-away-gradient
# says: each row is compared with itself too: leave the diagonal out
def pulling_away_term(features):
    unit = F.normalize(features, dim=1)
    squares = (unit @ unit.T) ** 2
    return squares.mean()
