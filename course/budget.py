"""How long a training cell may take.

A student who runs a lesson trains in full.  A grader, nbval or a CI machine runs the same cells
for a few seconds: enough to see that they work, too short to learn from.
"""

import os
import sys
from collections.abc import Iterable
from typing import TypeVar

from tqdm import tqdm

T = TypeVar("T")


def full() -> bool:
    """True where training may take its full time: a student's own run, or the build of a lesson.

    ``COURSE_BUDGET=full`` or ``quick`` decides it; without it, a run under nbgrader
    (``NBGRADER_EXECUTION``), under pytest (nbval too) or with ``CI`` set is quick.
    """
    wish = os.environ.get("COURSE_BUDGET", "")
    if wish not in ("", "full", "quick"):
        raise ValueError(f"COURSE_BUDGET must be 'full' or 'quick', not {wish!r}")
    if wish:
        return wish == "full"
    return not any(
        os.environ.get(name) for name in ("NBGRADER_EXECUTION", "PYTEST_VERSION", "CI")
    )


def pick(when_full: T, when_quick: T) -> T:
    """The first value under the full budget, the second under the quick one."""
    return when_full if full() else when_quick


def progress(steps: Iterable[T], label: str = "") -> Iterable[T]:
    """Iterate over ``steps`` with a progress bar; without one under the quick budget.

    The bar goes to standard output, since nbgrader gives no points to a graded cell that writes
    to standard error.
    """
    return tqdm(
        steps, desc=label, file=sys.stdout, disable=not full(), mininterval=0.5, dynamic_ncols=False
    )


def say(words: str) -> None:
    """Print a line above the progress bar."""
    tqdm.write(words, file=sys.stdout)
