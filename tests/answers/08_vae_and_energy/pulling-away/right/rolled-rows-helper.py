# Own helpers; each row against the rows behind it, by rolling the batch; long-winded.
def _unit(rows):
    """Rows of length 1."""
    lengths = torch.linalg.vector_norm(rows, ord=2, dim=1, keepdim=True)
    return rows / lengths


def _cosines(a, b):
    return torch.sum(a * b, dim=1)


def pulling_away_term(features):
    """The mean squared cosine of all pairs of different rows."""
    number = features.shape[0]
    unit = _unit(features)
    all_squares = []
    for shift in range(1, number):
        partner = torch.roll(unit, shifts=shift, dims=0)
        cosine = _cosines(unit, partner)
        all_squares.append(torch.pow(cosine, 2))
    table = torch.stack(all_squares)  # (N - 1, N): each ordered pair once
    result = torch.mean(table)
    return result
