"""Points around centres whose coverage is known: how many modes, how many good points."""

import numbers
from collections.abc import Callable, Sequence
from typing import Any

import torch

from course import ring
from course.probe.values.compare import attempt, close, kind, number
from course.probe.values.draws import integer, uniform

STD = 0.1
# Distances from a centre in units of STD. A point at CORNER lies in the square around a circle of 3.
NEAR, MIDDLE, OUTER, GOOD, BAD, CORNER, FAR, REMOTE = 0.5, 1.5, 2.1, 2.7, 3.4, 4.1, 4.3, 5.8


def marked_points(k: int) -> tuple[torch.Tensor, torch.Tensor, int]:
    """Centres (k, 2) with STD 0.1, at least 5 of them; points around them; how many are covered.

    No point is near the limit of 3 std, and other rules give other numbers: limits of 1, 2 and 4
    std, a square or a diamond in the place of the circle, the mean distance of a centre's points,
    the distance of most of them.  For k > 5 the ways to judge a mode differ from each other, too.
    """
    while True:
        centers, points, covered = _marked(k)
        nearest, which = _nearest(points, centers)
        others = _other_judgements(nearest, which, k)
        modes = [covered, k, good_samples(points, centers, 3 * STD), *others.values()]
        if k == 5 or len(set(modes)) == len(modes):
            return centers, points, covered


def _marked(k):
    cells = torch.arange(k)
    centers = 2 * torch.stack([cells % 3, cells // 3], dim=1) + uniform(k, 2, low=-0.4, high=0.4)
    kinds = [(MIDDLE, FAR), (OUTER,), (GOOD,), (BAD, CORNER), (REMOTE,), (NEAR, BAD)][:k]
    kinds += [_kind() for _ in range(k - 6)]
    points = torch.cat([_around(center, kind) for center, kind in zip(centers, kinds, strict=True)])
    points = points[uniform(len(points)).argsort()]
    return centers, points, sum(kind[0] <= GOOD for kind in kinds)


def _kind():
    """What lies around a centre: its nearest point, and what the others are."""
    return [(NEAR,), (MIDDLE,), (GOOD,), (BAD,), (FAR,), (GOOD, FAR)][integer(0, 6)]


def _around(center, kind):
    """A few points at the first of the distances, and where there is a second, more points there.

    They lie near the diagonals, where circle, square and diamond differ most.
    """
    n, m = integer(1, 3), integer(4, 7) if kind[1:] else 0
    n += 8 * (kind == (GOOD,))  # so that good samples are never as many as centres
    if kind == (NEAR, BAD):  # most are bad, but their mean distance is not
        n, m = 2, 4
    distances = STD * torch.tensor([kind[0]] * n + [kind[-1]] * m)
    spread = torch.where(distances == CORNER * STD, 0.02, 0.25) * uniform(n + m, low=-1)
    angles = torch.pi / 4 * (2 * uniform(n + m, high=4).floor() + 1) + spread
    return center + distances[:, None] * torch.stack([angles.cos(), angles.sin()], dim=1)


def covered_within(points: torch.Tensor, centers: torch.Tensor, distance: float) -> int:
    """How many centres have a point that is nearest to them and at most so far away."""
    return ring.modes_covered(points, centers, distance / 3)[0]


def good_samples(points: torch.Tensor, centers: torch.Tensor, distance: float) -> int:
    """How many points are at most so far from the centre nearest to them."""
    return round(ring.modes_covered(points, centers, distance / 3)[1] * len(points))


def check_coverage(modes_covered: Callable[..., Any], k: int, asked: str) -> None:
    """Check what a function says of k centres and points around them: "modes" or "share", the other is free.

    A cause is named where it alone gives both of the numbers that came.
    """
    __tracebackhide__ = True
    centers, samples, covered = marked_points(k)
    answer = attempt("modes_covered", modes_covered, samples, centers, STD)
    answer = pair(answer, "modes_covered", "(modes, share)")
    share = good_samples(samples, centers, 3 * STD) / len(samples)
    fits = [why for why, values in _other_rules(samples, centers, covered, share).items()
            if all(map(_equal, answer, values))]  # fmt: skip
    cause = f": {fits[0]}" if len(fits) == 1 else ""
    what, got, wanted = {
        "modes": ("number of modes", answer[0], covered),
        "share": ("share of good samples", answer[1], share),
    }[asked]
    number(got, f"the {what}")
    assert close(got, wanted), (
        f"the {what} is {got:.6g}, expected {wanted:.6g}, of {len(samples)} samples at {k} centres{cause}"
    )


def _equal(got, value):
    return isinstance(got, numbers.Real) and close(float(got), value)


def _other_rules(samples, centers, covered, share):
    """What likely mistakes give: pairs (modes, share)."""
    good, k = good_samples(samples, centers, 3 * STD), len(centers)

    def within(n):
        return (
            covered_within(samples, centers, n * STD),
            good_samples(samples, centers, n * STD) / len(samples),
        )

    far = "a sample farther than 3 std from its centre does not cover it"
    return {
        far: (k, share),
        "no limit was set: a sample is good within 3 std of its centre": (k, 1.0),
        "good samples were counted, not the modes that they cover": (good, share),
        "the distance allowed is 3 std, not 1 std": within(1),
        "the distance allowed is 3 std, not 2 std": within(2),
        "the distance allowed is 3 std, not 4 std": within(4),
        "squared distances were compared with 3 std: take the distance itself": within((3 / STD) ** 0.5),
        "the share is a number of samples: divide it by how many there are": (covered, good),
        "the share is one of modes: count samples (each sample's nearest centre is min over dim 1)":
            (covered, covered / k),
        "the share is one of pairs of sample and centre: it is one of samples": (covered, share / k),
        "the share is divided by 1,000: divide by len(samples)": (covered, good / 1000),
        "the share is in per cent: it lies between 0 and 1": (covered, 100 * share),
        "the pair is exchanged: (modes, share)": (share, covered),
        "these are the samples that are not good": (covered, 1 - share),
    } | _other_regions(samples, centers, share)


def _other_regions(samples, centers, share):
    """What other places of a good sample, or other ways to judge a mode, give."""
    apart = (samples[:, None] - centers).abs()  # (N, K, 2)
    nearest, which = _nearest(samples, centers)
    inside = {
        "the limit is a circle, not a square: take the Euclidean distance": apart.amax(2) <= 3 * STD,
        "the limit is a circle: the sum of the differences is not the distance": apart.sum(2) <= 3 * STD,
    }
    found = {why: (int(good.any(0).sum()), good.any(1).float().mean().item()) for why, good in inside.items()}
    judged = _other_judgements(nearest, which, len(centers))
    return found | {why: (modes, share) for why, modes in judged.items()}


def _nearest(samples, centers):
    nearest, which = torch.cdist(samples, centers).min(dim=1)
    return nearest, which


def _other_judgements(nearest, which, k):
    """How many of k modes other ways to judge them find, by each sample's distance and nearest centre."""
    good = nearest <= 3 * STD
    groups = [which == k for k in which.unique()]
    eight = "only the first 8 centres are looked at: how many there are is len(centers)"
    return ({eight: int((which[good].unique() < 8).sum())} if k > 8 else {}) | {
        "a mode counts once, whatever the order of samples: take unique(), not unique_consecutive()":
            len(which[good].unique_consecutive()),
        "one good sample covers a mode: do not ask the mean distance of its samples":
            sum(bool(nearest[group].mean() <= 3 * STD) for group in groups),
        "one good sample covers a mode: do not ask whether most of its samples are good":
            sum(bool(good[group].float().mean() > 0.5) for group in groups),
    }  # fmt: skip


def pair(value: object, what: str, names: str) -> Sequence[Any]:
    """Check that a function returned a pair; give it back."""
    __tracebackhide__ = True
    assert isinstance(value, tuple | list), f"{what} should return the pair {names}, not {kind(value)}"
    assert len(value) == 2, f"{what} should return the pair {names}, but returned {len(value)} values"
    return value
