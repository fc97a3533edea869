"""The controller of an augmentation's probability, as a formula, over cases that tell rules apart."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from course.probe.values.draws import integer, normal, uniform


@dataclass
class Case:
    """What one call of ``adapt`` is given."""

    p: float
    signs: torch.Tensor
    target: float
    rate: float

    @property
    def mean(self) -> float:
        return float(self.signs.mean())


def cases() -> list[Case]:
    """Calls in which the step leads neither below 0 nor above 1; some means lie exactly on the target."""
    found = []
    pairs = [(0.75, 0.5), (0.25, 0.5), (0.5, 0.5), (0.625, 0.75), (0.25, 0.125), (-0.5, 0.25), (0.0, 0.0),
             (-0.25, -0.5), (0.125, 0.25), (0.5, 0.375)]  # fmt: skip
    for mean, target in pairs:
        p, rate = (uniform(2) * torch.tensor([0.4, 0.2]) + torch.tensor([0.3, 0.05])).tolist()
        found.append(Case(p, signs(16 * integer(1, 5), mean), target, rate))
    return found


def signs(n: int, mean: float) -> torch.Tensor:
    """n numbers −1, 0 and 1 with exactly this mean, (n, 1), in any order; n is a multiple of 16."""
    zeros = n // 8
    plus = round((n - zeros + mean * n) / 2)
    values = torch.cat([torch.zeros(zeros), torch.ones(plus), -torch.ones(n - zeros - plus)])
    return values[normal(n).argsort()][:, None]


def adapted(case: Case, mean: float | None = None, target: float | None = None) -> float:
    """ADA's rule: towards more augmentation where D is surer than the target."""
    mean = case.mean if mean is None else mean
    target = case.target if target is None else target
    return case.p + case.rate * ((mean > target) - (mean < target))


def _way(case):
    return (case.mean > case.target) - (case.mean < case.target)


def wanted(asked: list[Case]) -> torch.Tensor:
    return torch.tensor([adapted(case) for case in asked])


def mistakes(asked: list[Case]) -> dict[str, torch.Tensor]:
    """The probabilities that likely mistakes give, for all cases together."""
    rules: dict[str, Callable[[Case], float]] = {
        "it goes the wrong way: a D too sure of real images needs more augmentation":
            lambda c: 2 * c.p - adapted(c),
        "the step grows with the distance to the target: it is `rate`, whatever the distance":
            lambda c: c.p + c.rate * (c.mean - c.target),
        "the distance to the target was added to p: the step is `rate`, whatever the distance":
            lambda c: c.p + c.mean - c.target,
        "the share of positive signs is compared with the target: it is the mean of the signs":
            lambda c: adapted(c, float((c.signs > 0).float().mean())),
        "the sum of the signs is compared with the target: it is their mean":
            lambda c: adapted(c, float(c.signs.sum())),
        "the sign of the mean is taken before the comparison":
            lambda c: adapted(c, float(c.signs.mean().sign())),
        "the target is not used": lambda c: adapted(c, target=0.0),
        "the target is written as the number 0.6: use target": lambda c: adapted(c, target=0.6),
        "p is multiplied by 1 + rate or 1 − rate: add or subtract rate":
            lambda c: c.p * (1 + c.rate * _way(c)),
        "p is multiplied or divided by 1 + rate: add or subtract rate":
            lambda c: c.p * (1 + c.rate) ** _way(c),
        "p is multiplied or divided by rate: add or subtract it": lambda c: c.p * c.rate ** _way(c),
        "this is the step alone: add it to p": lambda c: adapted(c) - c.p,
        "p stays as it is": lambda c: c.p,
        "p rises where the mean is exactly the target: there it stays":
            lambda c: c.p + (c.rate if c.mean >= c.target else -c.rate),
        "p falls where the mean is exactly the target: there it stays":
            lambda c: c.p + (c.rate if c.mean > c.target else -c.rate),
        "p never falls": lambda c: max(adapted(c), c.p),
        "p never rises": lambda c: min(adapted(c), c.p),
        "the signs of the absolute values were taken": lambda c: adapted(c, float(c.signs.abs().mean())),
    }  # fmt: skip
    return {cause: torch.tensor([rule(case) for case in asked]) for cause, rule in rules.items()}


def bound_mistakes(case: Case, adapt: Callable[..., Any]) -> dict[str, torch.Tensor]:
    """The same for one case whose step leads out of [0, 1], or not; first of all, p that left it.

    ``adapt``: the student's, which is asked at both ends where p left [0, 1] at one.
    """
    step = torch.tensor([adapted(case)])
    inside = {cause: value.clamp(0, 1) for cause, value in mistakes([case]).items()}
    inside.pop("p stays as it is")
    if 0 <= adapted(case) <= 1:
        return inside
    stays = "the last step is not taken: p goes to the end of [0, 1]"
    return {_left(adapt): step, stays: torch.tensor([case.p]), **inside}


def _left(adapt):
    """Where a function's p leaves [0, 1]: above, below or at both ends."""
    ends = Case(0.98, signs(16, 0.75), 0.375, 0.05), Case(0.02, signs(16, -0.5), 0.375, 0.05)
    try:
        above, below = (abs(adapt(*vars(case).values()) - adapted(case)) < 1e-6 for case in ends)
    except Exception:  # that is said elsewhere
        above = below = False
    return {
        (True, True): "p leaves [0, 1] at both ends: cut it off there",
        (True, False): "p rises above 1: cut it off there too, not only at 0",
        (False, True): "p falls below 0: cut it off there too, not only at 1",
    }.get((bool(above), bool(below)), "p left [0, 1]: cut it off there")
