"""The marks of an executed notebook: nbgrader's own, with the message behind each lost point."""

import re
from dataclasses import dataclass

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.utils import determine_grade, has_failed, is_grade, is_solution

ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@dataclass(frozen=True)
class Mark:
    """Points of one graded cell; ``message`` says why points were lost, in one line.

    ``bonus``: which part of the ``most`` that can be earned is beyond the lesson's own points.
    """

    points: float
    most: float
    message: str = ""
    bonus: float = 0.0

    @property
    def full(self) -> bool:
        """Whether no point was lost."""
        return self.points >= self.most


def graded(cell: NotebookNode) -> bool:
    """Whether a cell is marked by running it (an essay is not)."""
    return cell.cell_type == "code" and is_grade(cell) and not is_solution(cell)


def bonus(cell: NotebookNode) -> float:
    """Points that a graded cell gives beyond those of the lesson: for nbgrader, extra credit.

    nbgrader gives no graded cell more than its points, and leaves extra credit to a person; such a cell has
    no points there, and `course.grading.saving` enters what it earned as its extra credit.
    """
    return float(cell.metadata.get("course", {}).get("bonus", 0))


def worth(cell: NotebookNode) -> float:
    """All that a graded cell can earn, its bonus too."""
    return float(cell.metadata.nbgrader.points) + bonus(cell)


def price(cell: NotebookNode) -> str:
    """The same in words: "2 points", "1 bonus point"."""
    points = worth(cell)
    return f"{points:g} {'bonus ' * bool(bonus(cell))}point{'s' * (points != 1)}"


def owners(cell: NotebookNode) -> list[str]:
    """Names of the solution cells that a graded cell is ``of``."""
    of = cell.metadata.get("course", {}).get("of", [])
    return [of] if isinstance(of, str) else list(of)


def marks(notebook: NotebookNode) -> dict[str, Mark]:
    """The marks of all cells that are marked by running them.

    Args:
        notebook: an executed notebook.

    Returns:
        A dictionary from ``grade_id`` to `Mark`, in the notebook's order.
    """
    return {c.metadata.nbgrader.grade_id: mark(c) for c in notebook.cells if graded(c)}


def refuse(notebook: NotebookNode, why: str) -> None:
    """Take the points of a notebook that was not run: each graded cell gets an error that says why."""
    message = f"This hand-in was not run: {why}"
    for cell in notebook.cells:
        if graded(cell):
            trace = [f"NotRun: {message}"]
            cell.outputs = [new_output("error", ename="NotRun", evalue=message, traceback=trace)]


def mark(cell: NotebookNode) -> Mark:
    """The `Mark` of one graded cell that ran."""
    extra, most = bonus(cell), worth(cell)
    try:
        points, _ = determine_grade(cell)
    except (KeyError, ValueError) as error:  # nbgrader would give up the whole hand-in
        return Mark(0.0, most, f"nbgrader cannot mark this cell: {error}", extra)
    points += 0 if has_failed(cell) else extra
    return Mark(points, most, "" if points >= most else _message(cell), extra)


def _message(cell):
    """Of the first output for which nbgrader takes points, without colours, on one line."""
    for output in cell.outputs:
        if output.output_type == "error":
            text = _line(output.evalue)
            plain = output.ename == "AssertionError" and text
            return text if plain else f"{output.ename}: {text}".rstrip(": ")
        if output.output_type == "stream" and output.name == "stderr":
            return f"wrote to standard error: {_line(output.text)}"
    return "earned a part of its points"


def _line(text):
    return " ".join(ANSI.sub("", text).split())
