# The squared cosine straight from the Gram matrix: dot² by the squared lengths, without a root; the diagonal times zero.
def pulling_away_term(features):
    gram = torch.einsum("if,jf->ij", features, features)
    lengths = torch.einsum("if,if->i", features, features)  # squared
    squares = gram.pow(2) / torch.outer(lengths, lengths)
    keep = 1 - torch.eye(features.shape[0], dtype=features.dtype, device=features.device)
    count = keep.sum()
    return torch.sum(squares * keep) / count
