"""How far a batch has come, in a line."""

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course.grading.report import Row


class Progress:
    """Says how many hand-ins are done, how many failed, and how long the others will take.

    Args:
        total: how many there are.
        say: called with a line now and then; None: nobody wants to know.
    """

    def __init__(self, total: int, say: Callable[[str], Any] | None) -> None:
        self.total, self.say = total, say or (lambda line: None)
        self.done = self.failed = 0
        self.begin = time.monotonic()
        if total:
            self.say(f"0 of {total} hand-ins done")

    def step(self, row: "Row") -> None:
        """One more is done: its `course.grading.report.Row`."""
        self.done += 1
        self.failed += row.status in ("unreadable", "failed")
        left = (time.monotonic() - self.begin) / self.done * (self.total - self.done)
        clock = f"{int(left) // 60:02d}:{int(left) % 60:02d}"
        self.say(f"{self.done} of {self.total} hand-ins done, {self.failed} failed, {clock} left")


def show(line: str) -> None:
    """Show a line of progress on standard error, in place of the one before on a terminal."""
    before, after = ("\r\x1b[K", "") if sys.stderr.isatty() else ("", "\n")
    print(f"{before}{line}", end=after, file=sys.stderr, flush=True)
