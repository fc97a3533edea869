# F.cosine_similarity by broadcasting, the diagonal filled with zeros.
def pulling_away_term(features: torch.Tensor) -> torch.Tensor:
    n = features.shape[0]
    cosines = F.cosine_similarity(features[:, None, :], features[None, :, :], dim=-1)  # (N, N)
    squares = cosines.square().clone()
    squares.fill_diagonal_(0)
    return squares.sum() / (n * (n - 1))
