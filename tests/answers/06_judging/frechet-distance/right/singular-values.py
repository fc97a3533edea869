# Singular values of one centred set times the other: no root of a matrix.
def frechet_distance(a, b):

    x, y = a - a.mean(0), b - b.mean(0)
    x, y = x / (len(x) - 1) ** 0.5, y / (len(y) - 1) ** 0.5
    cross = torch.linalg.svdvals(x @ y.T).sum()
    far = (a.mean(0) - b.mean(0)).norm() ** 2
    return max((far + (x**2).sum() + (y**2).sum() - 2 * cross).item(), 0.0)
