# Each row is compared with the next one only.
# fails: pulling-away-value, pulling-away-gradient
# says: each row is compared with the next one only: compare all pairs
def pulling_away_term(features):
    cosines = F.cosine_similarity(features, features.roll(1, dims=0), dim=1)
    return (cosines ** 2).mean()
