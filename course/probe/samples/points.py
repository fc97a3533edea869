"""Points around centres whose coverage is known: how many modes, how many good points."""

from collections.abc import Sequence
from typing import Any

import torch

from course import ring
from course.probe.values.compare import kind
from course.probe.values.draws import integer, normal, uniform

STD = 0.1
# Distances from a centre in units of STD: within 1, within 2, within 3, and beyond.
DISTANCES = (0.5, 1.5, 2.7, 4.3)


def marked_points(k: int) -> tuple[torch.Tensor, torch.Tensor, int]:
    """Centres (k, 2) with STD 0.1, at least 3 of them; points around them; how many are covered.

    All points of a centre lie at one of four distances, none near the limit of 3 std.  Each of
    the distances beyond 1 std occurs, so that another limit gives another number.
    """
    cells = torch.arange(k)
    centers = 2 * torch.stack([cells % 3, cells // 3], dim=1) + uniform(k, 2, low=-0.4, high=0.4)
    kinds = [1, 2, 3] + [integer(0, 4) for _ in range(k - 3)]
    groups = [_around(center, DISTANCES[kind] * STD) for center, kind in zip(centers, kinds, strict=True)]
    points = torch.cat(groups)
    points = points[uniform(len(points)).argsort()]
    return centers, points, sum(kind < 3 for kind in kinds)


def _around(center, distance):
    """Two to five points at this distance from a centre."""
    arrows = normal(integer(2, 6), 2)
    return center + distance * arrows / arrows.norm(dim=1, keepdim=True)


def covered_within(points: torch.Tensor, centers: torch.Tensor, distance: float) -> int:
    """How many centres have a point that is nearest to them and at most so far away."""
    return ring.modes_covered(points, centers, distance / 3)[0]


def good_samples(points: torch.Tensor, centers: torch.Tensor, distance: float) -> int:
    """How many points are at most so far from the centre nearest to them."""
    return round(ring.modes_covered(points, centers, distance / 3)[1] * len(points))


def pair(value: object, what: str, names: str) -> Sequence[Any]:
    """Check that a function returned a pair; give it back."""
    __tracebackhide__ = True
    assert isinstance(value, tuple | list), f"{what} should return the pair {names}, not {kind(value)}"
    assert len(value) == 2, f"{what} should return the pair {names}, but returned {len(value)} values"
    return value
