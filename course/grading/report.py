"""Marks as rows for people: points for each graded cell, and why one is lost."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbgrader.utils import determine_grade, is_grade

from course.grading.marks import graded, marks, owners

ABSENT = "nothing handed in"
STATUSES = ("graded", "repaired", "needs a look", "unreadable", "failed", ABSENT)
MISSING = re.compile(r"\bname '(\w+)' is not defined")
DEFINED = re.compile(r"^(?:(?:async +)?def|class) +(\w+)|^(\w+) *(?::[^=\n]+)?=(?!=)", re.MULTILINE)
NUMBERED = re.compile(r"\b\d+\.py, (?=line \d+\))")  # what IPython calls a cell's file


@dataclass
class Row:
    """One student's marks for one lesson.

    ``points`` and ``most`` are by graded cell, automatic ones only, and bonus points come on top of
    ``most``; ``by_hand`` lists the cells that wait for a person; ``reasons`` gives the message for each
    graded cell that lost points.  ``status`` is one of `STATUSES`, ``notes`` say why, ``seconds`` is how
    long the run took, and ``cells`` the part of it in which the hand-in's own cells ran.
    """

    student: str
    lesson: str = ""
    points: dict[str, float] = field(default_factory=dict)
    most: dict[str, float] = field(default_factory=dict)
    by_hand: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    status: str = "graded"
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0
    cells: float = 0.0

    @property
    def total(self) -> tuple[float, float]:
        """Points of all graded cells together, and how many there are to earn."""
        return sum(self.points.values()), sum(self.most.values())


def row(notebook: NotebookNode, student: str, lesson: str) -> Row:
    """The :class:`Row` of a graded notebook, as it lies in ``autograded/``."""
    row = Row(student, lesson)
    for name, mark in marks(notebook).items():
        row.points[name], row.most[name] = mark.points, mark.most - mark.bonus
    row.by_hand = [
        cell.metadata.nbgrader.grade_id for cell in notebook.cells
        if is_grade(cell) and not graded(cell) and determine_grade(cell)[0] is None
    ]  # fmt: skip
    row.reasons = reasons(notebook)
    return row


def no_points(lesson: NotebookNode, student: str, name: str) -> Row:
    """The :class:`Row` of somebody who has no points at all.

    Args:
        lesson: the lesson as released, which says how many there are to earn.
        student, name: ids of the student and of the lesson.
    """
    most = {cell: mark.most - mark.bonus for cell, mark in marks(lesson).items()}
    return Row(student, name, dict.fromkeys(most, 0.0), most)


def reasons(notebook: NotebookNode) -> dict[str, str]:
    """Why points are lost, by graded cell, for those that lost some: one line each."""
    stopped = _stopped(notebook)
    found = {name: mark.message for name, mark in marks(notebook).items()}
    return {name: stopped.get(name) or message for name, message in found.items() if message}


def _stopped(notebook):
    """By graded cell: the error of a cell above that took its points.

    That is a solution that it is of, or else whatever would have defined the name that it misses.
    """
    solutions: dict[str, str] = {}
    names: dict[str, str] = {}
    reasons: dict[str, str] = {}
    for cell in notebook.cells:
        course, error = cell.metadata.get("course", {}), _error(cell)
        if "of" in course:
            missing = MISSING.search(error.evalue) if error else None
            found = [solutions[name] for name in owners(cell) if name in solutions]
            found += [names[missing[1]]] if missing and missing[1] in names else []
            if found:
                reasons[course.name] = found[0]
        elif error:
            why = _why(course, error)
            names = {a or b: why for a, b in DEFINED.findall(cell.source)} | names
            if course.get("kind") == "solution":
                solutions[course.name] = why
    return reasons


def _error(cell):
    """The first error among a cell's outputs, or None."""
    return next((o for o in cell.get("outputs", []) if o.output_type == "error"), None)


def _why(course, error):
    which = f"the cell {course.name}" if "name" in course else "a cell of the student's own"
    return f"{which} stops: {error.ename}: {NUMBERED.sub('', error.evalue)}"


def table(rows: Sequence[Row], order: Sequence[tuple[str, float]]) -> str:
    """The rows as text: a number for each graded cell, points below it, reasons under the row.

    Args:
        rows: list of :class:`Row`.
        order: (grade_id, points) of the automatically graded cells, in the lesson's order.
    """
    most = sum(points for _, points in order)
    width = max(len(row.student) for row in rows)
    lines = [f"{n:3d}  {name} ({points:g})" for n, (name, points) in enumerate(order, 1)]
    lines += ["", " " * width + "".join(f"{n:4d}" for n in range(1, len(order) + 1)) + "   total"]
    for row in rows:
        marks = "".join(f"{row.points.get(name, 0):4g}" for name, _ in order)
        total = sum(row.points.get(name, 0) for name, _ in order)
        lines.append(f"{row.student:{width}}{marks}   {total:g}/{most:g}")
        lines += [f"{'':{width}} {note}" for note in row.notes]
        lines += [f"{'':{width}} {where}: {why}" for why, where in _together(row, order).items()]
    return "\n".join(lines)


def course_table(rows: Mapping[str, Row]) -> str:
    """One student's way through the course as text: a line a lesson, with its reasons below.

    Args:
        rows: a :class:`Row` for each lesson, by the lesson's name.
    """
    width = max(len(lesson) for lesson in rows)
    lines = []
    for lesson, row in rows.items():
        marks = f"{sum(row.points.values()):g}/{sum(row.most.values()):g}"
        cells = f"{len(row.points)} graded cells, {len(row.by_hand)} by hand"
        cells += ", bonus points on top" if sum(row.points.values()) > sum(row.most.values()) else ""
        lines.append(f"{lesson:{width}}  {marks:>7}   {cells}")
        lines += [f"{'':{width}}  {note}" for note in row.notes]
        lines += [f"{'':{width}}  {name}: {why}" for name, why in row.reasons.items()]
    return "\n".join(lines)


def _together(row, order):
    """Each reason once, with the numbers of the graded cells that it is for: "6 to 9, 13"."""
    together: dict[str, list[int]] = {}
    for n, (name, _) in enumerate(order, 1):
        if name in row.reasons:
            together.setdefault(row.reasons[name], []).append(n)
    return {why: _ranges(numbers) for why, numbers in together.items()}


def _ranges(numbers):
    runs: list[list[int]] = []
    for n in numbers:
        if runs and runs[-1][-1] == n - 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    return ", ".join(f"{r[0]} to {r[-1]}" if len(r) > 2 else ", ".join(map(str, r)) for r in runs)
