"""The pulling-away term: sets of features whose angles are known, and what mistakes make of them."""

from collections.abc import Callable, Mapping
from typing import Any

import torch

from course.probe.values.compare import attempt, same, tensor
from course.probe.values.draws import normal


def term(features: torch.Tensor) -> torch.Tensor:
    """Mean squared cosine of all pairs of different rows (Zhao et al., 2016, section 2.4), pair by pair."""
    first, second = torch.triu_indices(len(features), len(features), offset=1)
    return torch.cosine_similarity(features[first], features[second]).square().mean()


def mistakes(features: torch.Tensor) -> Mapping[str, Any]:
    """What well-known mistakes give in its place."""
    n, right = len(features), term(features)
    unit = features / features.norm(dim=1, keepdim=True)
    thin = features / features.norm(dim=0, keepdim=True)
    table, raw = unit @ unit.T, features @ features.T
    off = 1 - torch.eye(n)
    pairs = n * (n - 1)
    return {
        "each row is compared with itself too: leave the diagonal out": [
            table.square().mean(),
            table.square().sum() / pairs,
        ],
        "it is divided by N², and of the N² pairs N are left out: divide by N (N − 1)": right * pairs / n**2,
        "the cosines are not squared": [(table * off).sum() / pairs],
        "absolute values stand for the squares": (table * off).abs().sum() / pairs,
        "the rows are not divided by their length: take cosines": (raw * off).square().sum() / pairs,
        "each pair counts once, but it is divided by N (N − 1)": right / 2,
        "each pair counts twice, but it is divided by N (N − 1) / 2": 2 * right,
        "the sum over the pairs is taken: take the mean": right * pairs,
        "it is divided by N − 1 only, or by N only": [right * n, right * (n - 1)],
        "the sign is turned round": -right,
        "this is 1 − cosine²": 1 - right,
        "columns are compared, not rows": term(features.T),
        "the mean of all cosines is squared: square each": ((table * off).sum() / pairs) ** 2,
        "all rows are divided by one length, that of all features together": [
            (share * raw / features.norm() ** 2 * off).square().sum() / pairs for share in (1, n)
        ],
        "the mean feature is subtracted first: take the features as they are":
            term(features - features.mean(0)) if n > 2 else [],  # of two it always leaves opposite ones
        "each row's own mean is subtracted first: take the features as they are":
            term(features - features.mean(1, keepdim=True)),
        "each row is compared with the next one only: compare all pairs": [
            torch.cosine_similarity(features, features.roll(1, 0)).square().mean(),
            torch.cosine_similarity(features[1:], features[:-1]).square().mean(),
        ],
        "columns are divided by their length, not rows": (thin @ thin.T * off).square().sum() / pairs,
    }  # fmt: skip


def check(pulling_away_term: Callable[..., Any], n: int, width: int) -> None:
    """Check the term of n features of this width, of several lengths, with a common part."""
    __tracebackhide__ = True
    features = (normal(n, width) + 0.7 * normal(1, width)) * (0.3 + 3 * normal(n, 1).abs())
    if n > 2:  # cosines of both signs
        features[0] = features[1:].sum(0) * -0.4 + 0.5 * normal(width)
    features[0] *= 4  # lengths are far from alike
    came = attempt("pulling_away_term(features)", pulling_away_term, features)
    tensor(came, (), "pulling_away_term(features)")
    same(came, term(features), f"the term of {n} features", mistakes(features))


def check_corners(pulling_away_term: Callable[..., Any]) -> None:
    """Check features whose term is known without computing: parallel, opposite, and at right angles."""
    __tracebackhide__ = True
    one = normal(1, 6)
    lengths = 0.5 + normal(5, 1).abs()
    cases = {
        "all features point the same way": (lengths * one, 1.0),
        "features point in opposite ways": (torch.tensor([[1.0], [-2.0], [3.0], [-0.5], [-1.0]]) * one, 1.0),
        "all features are at right angles": (torch.eye(5, 7) * lengths, 0.0),
    }
    for words, (features, right) in cases.items():
        came = attempt("pulling_away_term(features)", pulling_away_term, features)
        tensor(came, (), "pulling_away_term(features)")
        same(came, right, f"the term where {words}", {"the cosines are not squared": -0.2} if right else None)


def check_gradient(pulling_away_term: Callable[..., Any]) -> None:
    """Check the term's slope by the features."""
    __tracebackhide__ = True
    features = normal(5, 4).requires_grad_()
    right = torch.autograd.grad(term(features), features)[0]
    came = attempt("pulling_away_term(features)", pulling_away_term, features)
    tensor(came, (), "pulling_away_term(features)")
    assert came.requires_grad, "the term has no gradient: is it detached, or made into a number?"
    slope = torch.autograd.grad(came, features)[0]
    same(
        slope,
        right,
        "the term's slope by a feature",
        {
            "the lengths are detached: a feature could shrink instead of turning": _with_fixed_lengths(
                features
            ),
            "it is half of it: is one side of the product detached?": right / 2,
        },
    )


def _with_fixed_lengths(features):
    unit = features / features.norm(dim=1, keepdim=True).detach()
    off = (unit @ unit.T) * (1 - torch.eye(len(features)))
    value = off.square().sum() / (len(features) * (len(features) - 1))
    return torch.autograd.grad(value, features)[0]
