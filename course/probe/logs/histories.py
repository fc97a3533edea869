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


def of(name: str) -> list[tuple[str, History]]:
    """Histories that deserve this diagnosis: pairs (what is special about it, history)."""
    return {
        "healthy": lambda: [
            ("calm losses, all modes covered", healthy()),
            ("D's loss is low, but G's loss does not climb", _steady(LAST, (0.01, 0.05), (1.0, 2.0))),
            ("G's loss is high, but D's loss is not low", _steady(LAST, (0.5, 1.0), (4.0, 5.0))),
            ("one missing mode of eight is no collapse", _steady(LAST, covered=(0.8, 0.9))),
        ],
        "discriminator_wins": lambda: [
            ("D's loss near 0, G's loss high, in the last ten checkpoints", discriminator_wins()),
            ("all modes are still covered", discriminator_wins(covered=(0.9, 1.0))),
        ],
        "mode_collapse": lambda: [
            ("few modes covered, calm losses", mode_collapse()),
            ("no mode covered", _steady(LAST, covered=(0.0, 0.01))),
        ],
        "oscillating": lambda: [("the loss of G swings by more than 2", oscillating())],
        "diverged": lambda: [
            (f"{value} in the loss of {'DG'[column]}", with_value(healthy(20), value, place, column))
            for value in (math.nan, math.inf, -math.inf)
            for place in (integer(0, 10), 19)
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
    """Check one diagnosis."""
    __tracebackhide__ = True
    before = list(history)
    answer = attempt(f"diagnose ({why})", diagnose, history)
    assert answer is not None, "diagnose returned None: is a return missing, in one of the cases?"
    assert answer in NAMES, f"diagnose returned {answer!r}, which is none of {', '.join(NAMES)}"
    assert history == before or any(math.isnan(v) for c in history for v in c), "diagnose changed the history"
    tail = torch.tensor(history[-LAST:])
    d, g, covered = tail.mean(0).tolist()
    assert answer == name, (
        f"{why}: the answer was {answer!r}, expected {name!r}. In the last ten checkpoints D's mean loss "
        f"is {d:.2f}, G's {g:.2f}, from {tail[:, 1].min():.2f} to {tail[:, 1].max():.2f}, and "
        f"{covered:.0%} of the modes are covered"
    )
