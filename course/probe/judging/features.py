"""The Fréchet distance of two sets of features, by another formula than the lesson's; and mistakes."""

import torch

from course.probe.values.draws import normal, uniform

Set = torch.Tensor
BY_NUMBER = "the root was taken number by number: it is a root of the matrix, by its eigenvalues"
Values = torch.Tensor | list[torch.Tensor]


def feature_sets(n: int, m: int, size: int) -> tuple[Set, Set]:
    """Two sets (n, size) and (m, size), float64, of correlated features with unlike means and spreads."""
    one, other = (
        (normal(count, size).double() @ (uniform(size, size, low=-1).double() + torch.eye(size))
         + 2 * normal(size).double()) for count in (n, m)
    )  # fmt: skip
    return one, other


def telling_sets(n: int, m: int, size: int) -> tuple[Set, Set]:
    """Such sets, on which a root taken number by number does not lead below 0, where a cut would hide it."""
    while True:
        a, b = feature_sets(n, m, size)
        if min(frechet_mistakes(a, b)[BY_NUMBER]) > 0.05 * frechet(a, b):
            return a, b


def frechet(a: Set, b: Set) -> torch.Tensor:
    """The distance of Heusel et al. 2017, with tr √(C_a C_b) as a sum of singular values.

    C_a = AᵀA for the centred and scaled set A, so the eigenvalues of C_a C_b are the squares of the
    singular values of ABᵀ: no root of a matrix, and no trouble with singular covariances.
    """
    return (a.mean(0) - b.mean(0)).square().sum() + a.T.cov().trace() + b.T.cov().trace() - 2 * _cross(a, b)


def _cross(a, b):
    return torch.linalg.svdvals(_scaled(a) @ _scaled(b).T).sum()


def _scaled(x):
    return (x - x.mean(0)) / (len(x) - 1) ** 0.5


def _across(a, b):
    """The part of the covariances, where these are taken between samples in place of features."""
    one, other = a.cov(), b.cov()
    values, vectors = torch.linalg.eigh(one)
    root = vectors * values.clamp(min=0).sqrt() @ vectors.T
    cross = torch.linalg.eigvalsh(root @ other @ root).clamp(min=0).sqrt().sum()
    return one.trace() + other.trace() - 2 * cross


def frechet_mistakes(a: Set, b: Set) -> dict[str, Values]:
    """Values of the distance under likely mistakes."""
    far = (a.mean(0) - b.mean(0)).square().sum()
    one, other, cross = a.T.cov(), b.T.cov(), _cross(a, b)
    traces = one.trace() + other.trace()
    share_a, share_b = (1 - 1 / len(x) for x in (a, b))  # N − 1 out of N
    narrow = share_a * one.trace() + share_b * other.trace() - 2 * (share_a * share_b) ** 0.5 * cross
    lower = torch.linalg.eigvalsh(one @ other).clamp(min=0).sqrt().sum()
    variances = one.diagonal(), other.diagonal()
    values, vectors = torch.linalg.eigh(one)
    half = vectors * values.clamp(min=0).sqrt()  # no root of C_a yet
    crooked = torch.linalg.eigvalsh(half @ other @ half).clamp(min=0).sqrt().sum()
    return {
        "cov() takes features in rows, so these are covariances between samples: x.T.cov()":
            far + _across(a, b) if len(a) == len(b) else [],
        "the root of C_a is vectors * root @ vectors.T: the last factor is missing":
            far + traces - 2 * crooked,
        "the covariances divide by N: here they divide by N − 1": far + narrow,
        "the distance of the means is not squared": far.sqrt() + traces - 2 * cross,
        "the means are left out": traces - 2 * cross,
        "the mean of the squared differences of the means was taken: sum them over the features":
            far / len(one) + traces - 2 * cross,
        "the covariances are left out": far,
        "the factor 2 before the root is missing": far + traces - cross,
        "the root of the product is missing: it is tr √(C_a C_b)": far + traces - 2 * (one @ other).trace(),
        BY_NUMBER: [
            far + traces - 2 * (one @ other).diagonal().clamp(min=0).sqrt().sum(),
            far + traces - 2 * (variances[0] * variances[1]).sqrt().sum()],
        "the root was taken of the trace: take the root of each eigenvalue, then the sum": [
            far + traces - 2 * (one @ other).trace().clamp(min=0).sqrt()],
        "eigvalsh is for symmetric matrices, and C_a C_b is none: √C_a · C_b · √C_a is":
            far + traces - 2 * lower,
        "the root of the whole was taken: the distance is the square": (far + traces - 2 * cross).sqrt(),
        "tr √(C_a C_b) is added: subtract it twice": [far + traces + cross, far + traces + 2 * cross],
        "the traces of the covariances are left out": far - 2 * cross,
    }  # fmt: skip
