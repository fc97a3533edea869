# The diagonal is zero, but counted: mean() divides by N².
# fails: pulling-away-value, pulling-away-gradient
# says: it is divided by N², and of the N² pairs N are left out: divide by N
def pulling_away_term(features):
    n = len(features)
    unit = F.normalize(features, dim=1)
    squares = (unit @ unit.T) ** 2
    off = 1 - torch.eye(n, device=features.device)
    return (squares * off).mean()
