"""What nbgrader recorded, as rows for people: points for each graded cell, and why one is lost."""

from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from course.grading.marks import marks


@dataclass
class Row:
    """One student's marks for one lesson.

    ``points`` and ``most`` are by graded cell, automatic ones only; ``by_hand`` lists the cells
    that wait for a person; ``reasons`` gives the message for each graded cell that lost points.
    """

    student: str
    points: dict = field(default_factory=dict)
    most: dict = field(default_factory=dict)
    by_hand: list = field(default_factory=list)
    reasons: dict = field(default_factory=dict)


def rows(api, lesson, students):
    """A :class:`Row` for each student, from the gradebook and the autograded notebooks."""
    with Gradebook(api.coursedir.db_url, api.coursedir.course_id) as gradebook:
        return [_row(api, gradebook, lesson, student) for student in students]


def _row(api, gradebook, lesson, student):
    row = Row(student)
    submission = gradebook.find_submission_notebook(lesson, lesson, student)
    for grade in submission.grades:
        if grade.needs_manual_grade:
            row.by_hand.append(grade.name)
        else:
            row.points[grade.name] = grade.score
            row.most[grade.name] = grade.max_score
    path = Path(api.coursedir.format_path("autograded", student, lesson)) / f"{lesson}.ipynb"
    for name, mark in marks(nbformat.read(path, as_version=4)).items():
        if mark.message and name in row.points:
            row.reasons[name] = mark.message
    return row


def table(rows, order):
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
        for n, (name, _) in enumerate(order, 1):
            if name in row.reasons:
                lines.append(f"{n:>{width + 3}}  {row.reasons[name]}")
    return "\n".join(lines)
