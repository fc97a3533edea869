"""Histories of training runs whose diagnosis is certain: each far from every limit of the rules.

A history is a list of checkpoints (loss of D, loss of G, share of modes covered), oldest first.
"""

import math
from collections.abc import Callable
from typing import Any

import torch

from course.probe.values.compare import attempt
from course.probe.values.draws import integer, uniform

NAMES = ("diverged", "discriminator_wins", "oscillating", "mode_collapse", "healthy")
LAST = 10  # how many checkpoints the rules look at
WHOLE, FIRST = "the whole history", "the first ten checkpoints"
EITHER = "one of the two conditions of 'discriminator_wins' alone"
History = list[tuple[float, float, float]]


def _steady(n, loss_d=(0.7, 1.3), loss_g=(0.7, 1.1), covered=(0.8, 1.0)):
    """n checkpoints with uniform values between these limits."""
    columns = [uniform(n, low=low, high=high).tolist() for low, high in (loss_d, loss_g, covered)]
    return list(zip(*columns, strict=True))


def healthy(n: int = LAST) -> History:
    return _steady(n)


def discriminator_wins(n: int = LAST, covered: tuple[float, float] = (0.0, 0.3)) -> History:
    return _steady(n, (0.001, 0.05), (4.5, 9.0), covered)


def mode_collapse(n: int = LAST, loss_g: tuple[float, float] = (0.7, 1.4)) -> History:
    return _steady(n, (0.6, 1.2), loss_g, (0.0, 0.4))


def oscillating(n: int = LAST) -> History:
    """The loss of G swings between a low and a high value."""
    low, high = _steady(n, loss_g=(0.2, 0.6)), _steady(n, loss_g=(4.0, 6.0))
    return [(low, high)[number // 2 % 2][number] for number in range(n)]


def with_value(history: History, value: float, place: int, column: int) -> History:
    """The history with one loss replaced: column 0 is D's, 1 is G's."""
    loss_d, loss_g, covered = (value if n == column else old for n, old in enumerate(history[place]))
    return [*history[:place], (loss_d, loss_g, covered), *history[place + 1 :]]


def _early():
    return integer(3, 20)


def _columns(loss_d, loss_g, covered):
    """A history from its three columns; one number stands for a whole column."""
    columns = [v if isinstance(v, list) else [v] * LAST for v in (loss_d, loss_g, covered)]
    return list(zip(*columns, strict=True))


def _outlier(rest, outlier):
    """Ten values, the first of them another one: the last nine of them alone say something else."""
    return [outlier] + [rest] * (LAST - 1)


def of(name: str) -> list[tuple[str, History]]:
    """Histories that deserve this diagnosis: pairs (what is special about it, history).

    Some lie near a limit or on it, some have a mean far from their middle or last value.  Values on
    a limit are sums without rounding, so that every way to take a mean gives the same.
    """
    calm, rising = [0.9] * LAST, [0.5 + 0.23 * n for n in range(LAST)]
    return {
        "healthy": lambda: [
            ("calm losses, all modes covered", healthy()),
            ("few modes are covered at the last checkpoint only", _columns(0.9, 0.9, [0.9] * 9 + [0.2])),
            ("D's loss is low, but G's loss does not climb", _steady(LAST, (0.01, 0.05), (1.0, 2.0))),
            ("G's loss is high, but D's loss is not low", _steady(LAST, (0.5, 1.0), (4.0, 5.0))),
            ("one missing mode of eight is no collapse", _steady(LAST, covered=(0.8, 0.9))),
            ("D's mean loss is 0.11, just above the limit", _columns(_outlier(0.05, 0.65), 4.0, 0.9)),
            ("D's mean loss is 0.1, on the limit", _columns(_outlier(0.0, 1.0), 4.0, 0.9)),
            ("G's mean loss is 2.9, just below the limit", _columns(0.02, _outlier(3.1, 1.15), 0.9)),
            ("G's mean loss is 3, on the limit", _columns(0.02, 3.0, 0.9)),
            ("G's loss swings by 1.8, below the limit", _columns(0.8, [0.7, 2.5] * 5, 0.9)),
            ("G's loss swings by 2, on the limit", _columns(0.8, [1.0, 3.0] * 5, 0.9)),
            ("the loss of D swings, the loss of G does not", _columns([0.3, 5.0] * 5, calm, 0.9)),
            ("the mean share is 0.63, though most are lower", _columns(0.9, 0.9, [0.95] * 4 + [0.42] * 6)),
            ("the mean share is 0.6, on the limit", _columns(0.9, 0.9, [1.0] * 6 + [0.0] * 4)),
            ("G's mean loss is 2.95, and 3.06 without the first of the ten",
                _columns(0.02, [2.0, 2.6, 2.7, 3.9, 2.8, 3.0, 3.1, 3.2, 3.3, 2.9], 0.9)),
            ("G's loss jumps before the last ten", [(0.9, 40.0, 0.9), *_columns(0.9, calm, 0.9)]),
        ],
        "discriminator_wins": lambda: [
            ("D's loss near 0, G's loss high, in the last ten checkpoints", discriminator_wins()),
            ("all modes are still covered", discriminator_wins(covered=(0.9, 1.0))),
            ("D's mean loss is 0.095, though one is far higher", _columns(_outlier(0.03, 0.68), 4.0, 0.9)),
            ("G's mean loss is 3.15, though most are lower", _columns(0.02, [2.787] * 8 + [4.6, 4.6], 0.9)),
            ("D's loss was high just before the last ten", [(9.0, 4.0, 0.9), *_columns(0.05, 4.0, 0.9)]),
        ],
        "mode_collapse": lambda: [
            ("few modes covered, calm losses", mode_collapse()),
            ("no mode covered", _steady(LAST, covered=(0.0, 0.01))),
            ("the mean share is 0.57, though most are higher", _columns(0.9, 0.9, [0.77] * 7 + [0.1] * 3)),
            ("all was covered just before the last ten",
                [(0.9, 0.9, 1.0), *_columns(0.9, 0.9, [0.58] * LAST)]),
        ],
        "oscillating": lambda: [
            ("the loss of G swings by more than 2", oscillating()),
            ("the loss of G climbs slowly by 2.07", _columns(0.8, rising, 0.9)),
            ("only the first of the last ten is high", _columns(0.8, _outlier(0.9, 3.2), 0.9)),
            ("one high value in the middle", _columns(0.8, [*calm[:4], 3.2, *calm[5:]], 0.9)),
        ],
        "diverged": lambda: [
            (f"{value} in the loss of {'DG'[column]} at checkpoint {place + 1} of 20",
             with_value(healthy(20), value, place, column))
            for value in (math.nan, math.inf, -math.inf)
            for place in (19, integer(0, 10))
            for column in (0, 1)
        ],
    }[name]()  # fmt: skip


def late(name: str) -> list[tuple[str, History]]:
    """Histories whose beginning says something else: only the last ten checkpoints count."""
    def make(kind):
        return globals()[kind]

    return [(f"{other} at first, then {name}", make(other)(_early() + 30) + make(name)())
            for other in NAMES[1:] if other != name]  # fmt: skip


def mixed() -> list[tuple[str, str, History]]:
    """Histories on which two rules hold: (the first in the order, what holds, history)."""
    swings = [(d, g, uniform(1, high=0.3).item()) for d, g, _ in oscillating()]
    won = [(d, g, c) for (d, _, c), g in zip(discriminator_wins(), [4.0, 9.0] * 5, strict=True)]
    sick = with_value(discriminator_wins(), math.nan, 4, 1)
    return [
        ("oscillating", "few modes are covered, and the loss of G swings", swings),
        ("discriminator_wins", "D wins, few modes are covered, and the loss of G swings", won),
        ("diverged", "D wins, and one loss is NaN", sick),
    ]


def check(diagnose: Callable[..., Any], history: History, name: str, why: str) -> None:
    """Check one diagnosis; name the other rule that gives the answer, where one alone does."""
    __tracebackhide__ = True
    given = list(history)
    answer = attempt(f"diagnose ({why})", diagnose, given)
    # As text: NaN is not equal to itself.
    assert repr(given) == repr(history), "diagnose changed the history that it was given: read it only"
    assert answer is not None, "diagnose returned None: is a return missing, in one of the cases?"
    assert isinstance(answer, str) and answer in NAMES, (
        f"diagnose returned {answer!r}, which is none of {', '.join(NAMES)}"
    )
    if answer == name:
        return
    tail = torch.tensor(history[-LAST:], dtype=torch.float64)
    d, g, covered = tail.mean(0).tolist()
    fits = [rule for rule, other in _other_rules(history).items() if other == answer]
    cause = f". Your answer is what {fits[0]} would give" if len(fits) == 1 else ""
    if {WHOLE, FIRST} <= set(fits):
        cause = _stretch(diagnose)
    if fits == [EITHER]:
        cause = _half(diagnose)
    if name == "diverged":
        cause = _unequal(diagnose, history) or cause
    if not fits and NAMES.index(name) < NAMES.index(answer) and answer in _all_that_fit(history[-LAST:]):
        cause = f". The rule of {answer!r} fits too, but that of {name!r} comes first"
    raise AssertionError(
        f"{why}: the answer was {answer!r}, expected {name!r}. In the last ten checkpoints D's mean loss "
        f"is {d:.3g}, G's {g:.3g}, from {tail[:, 1].min():.3g} to {tail[:, 1].max():.3g}, and "
        f"{covered:.0%} of the modes are covered{cause}"
    )


def _stretch(diagnose):
    """Whether a function looks at all checkpoints or the first ten: asked where one lies that swings."""
    __tracebackhide__ = True
    sees = tuple(
        attempt("diagnose", diagnose, with_value(healthy(40), 40.0, place, 1)) == "oscillating"
        for place in (5, 15)
    )
    found = {(True, True): WHOLE, (True, False): FIRST}.get(sees)
    return f". Your answer is what {found} would give" if found else ""


def _half(diagnose):
    """Which half of 'discriminator_wins' is enough for a function: asked where one of the two alone holds."""
    __tracebackhide__ = True
    low_d, high_g = (
        attempt("diagnose", diagnose, _steady(LAST, d, g)) == "discriminator_wins"
        for d, g in (((0.01, 0.05), (1.0, 2.0)), ((0.5, 1.0), (4.0, 5.0)))
    )
    return {
        (True, True): ". For 'discriminator_wins' either of its two conditions is enough for you: both must "
        "hold, `and`",
        (True, False): ". Of the two conditions of 'discriminator_wins' that on G's loss is missing",
        (False, True): ". Of the two conditions of 'discriminator_wins' that on D's loss is missing",
    }.get((low_d, high_g), "")


def _unequal(diagnose, history):
    """A sentence where both infinities are seen in the place of a NaN that was not."""
    __tracebackhide__ = True
    if not any(loss != loss for checkpoint in history for loss in checkpoint):
        return ""
    for value in (math.inf, -math.inf):
        other = [tuple(value if x != x else x for x in checkpoint) for checkpoint in history]
        if attempt("diagnose", diagnose, other) != "diverged":
            return ""
    return (
        ". Infinity is seen there, NaN is not: either it is not looked for, or by ==, and "
        "loss == float('nan') is never true, not even for NaN: math.isfinite knows both"
    )


def _all_that_fit(last, means=None, swing=None, both=all):
    """Each diagnosis whose own rule holds, in the order of the table.

    A mistake may take means or swing of other checkpoints, or any in the place of ``both`` conditions.
    """
    d, g, covered = (sum(column) / len(column) for column in zip(*(means or last), strict=True))
    losses = [loss for _, loss, _ in last]
    rules = {
        "discriminator_wins": both((d < 0.1, g > 3)),
        "oscillating": (max(losses) - min(losses) if swing is None else swing) > 2,
        "mode_collapse": covered < 0.6,
    }
    return [name for name, holds in rules.items() if holds]


def _other_rules(history):
    """What likely mistakes would answer."""
    last = history[-LAST:]
    middle = [tuple(sorted(column)[len(last) // 2] for column in zip(*last, strict=True))]
    return {
        WHOLE: _rules(history, history),
        "the last checkpoint in the place of the mean": _rules(history, last, history[-1:]),
        "the last nine checkpoints": _rules(history, history[-9:]),
        "the last eleven checkpoints": _rules(history, history[-11:]),
        FIRST: _rules(history, history[:LAST]),
        "the median in the place of the mean": _rules(history, last, middle),
        "a search for NaN and infinity in the last ten checkpoints only": _rules(last, last),
        "a search that does not see such a loss": _by_table(last),
        "the last loss of G minus its first, in the place of largest minus smallest,": _rules(
            history, last, swing=abs(last[-1][1] - last[0][1])),
        EITHER: _rules(history, last, both=any),
    }  # fmt: skip


def _rules(history, last, means=None, **mistake):
    """The table's rules, with the means of other checkpoints or another mistake, see `_all_that_fit`."""
    if not all(math.isfinite(d) and math.isfinite(g) for d, g, _ in history):
        return "diverged"
    return _by_table(last, means, **mistake)


def _by_table(last, means=None, **mistake):
    return next(iter(_all_that_fit(last, means, **mistake)), "healthy")
