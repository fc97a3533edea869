"""The summary of a class: a line for each student, on the terminal, as CSV and as JSON."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from course.grading.ledger import replace
from course.grading.report import Row

FOLDER = "gradebook"  # in the course directory
NAMED = 3  # graded cells that a line on the terminal names; the tables name all


def lines(rows: Sequence[Row]) -> str:
    """The rows as text: student, points, status, seconds, and the reason below."""
    width = max((len(_plain(row.student)) for row in rows), default=0)
    wide = max((len(row.status) for row in rows), default=0)
    text = []
    for row in rows:
        points, most = row.total
        marks = f"{points:g}/{most:g}"
        text.append(f"{_plain(row.student):{width}}  {marks:>7}  {row.status:{wide}}  {row.seconds:5.1f} s")
        text += [f"{'':{width}}  {_plain(reason)}" for reason in _reasons(row, NAMED)]
    return "\n".join(text)


def counts(rows: Iterable[Row]) -> str:
    """How many rows have each status, in words: "28 graded, 2 unreadable"."""
    tally = Counter(row.status for row in rows)
    return ", ".join(f"{number} {status}" for status, number in tally.items()) or "no hand-ins"


def essays(rows: Iterable[Row]) -> str:
    """Which cells wait for a person, and of how many students: "gradient of 3, why of 28"; maybe nothing."""
    tally = Counter(name for row in rows for name in row.by_hand)
    return ", ".join(f"{name} of {number}" for name, number in tally.items())


def write(rows: Sequence[Row], lesson: str, root: Path) -> tuple[Path, Path]:
    """Write ``gradebook/LESSON.csv`` and ``.json`` in the course directory; returns their paths."""
    table, data = (root / FOLDER / f"{lesson}.{suffix}" for suffix in ("csv", "json"))
    replace(table, _csv(rows))
    replace(data, json.dumps([asdict(row) for row in rows], indent=1, ensure_ascii=False) + "\n")
    return table, data


def _csv(rows):
    cells = list(dict.fromkeys(name for row in rows for name in row.points))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["student", "points", "of", "status", "reason", "seconds", "by hand", *cells])
    for row in rows:
        points, most = row.total
        about = [row.student, points, most, row.status, "; ".join(_reasons(row)), f"{row.seconds:.1f}"]
        writer.writerow([*about, " ".join(row.by_hand), *(row.points.get(name, "") for name in cells)])
    return text.getvalue()


def _reasons(row, named=None):
    """What to say of a row: its notes, then each reason once with the cells that it is for.

    Of more than ``named`` cells and one, only the first are named.
    """
    together: dict[str, list[str]] = {}
    for name, why in row.reasons.items():
        together.setdefault(why, []).append(name)
    return [*row.notes, *(f"{_some(names, named)}: {why}" for why, names in together.items())]


def _some(names, most):
    if most is None or len(names) <= most + 1:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"


def _plain(text):
    """Text from a hand-in on one line, without what would steer a terminal."""
    return "".join(c if c.isprintable() else "�" for c in " ".join(text.split()))
