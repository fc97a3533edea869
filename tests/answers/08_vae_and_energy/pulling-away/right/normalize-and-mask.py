# Normalised rows, one matrix product, the diagonal masked out by a boolean mask.
def pulling_away_term(features):
    unit = F.normalize(features, dim=1)
    squares = (unit @ unit.T) ** 2
    different = ~torch.eye(len(features), dtype=torch.bool, device=features.device)
    return squares[different].mean()
