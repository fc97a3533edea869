"""What Validate shows of a graded cell that failed: its name, points and sentence, and why; not its code."""

import textwrap
from typing import Any

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor

LINES = 3  # of a traceback that is shown whole: a failed check has its sentence, and the student's line
WIDTH = 100  # characters of a line, for a window that does not break lines


class ShortFailures(NbGraderPreprocessor):
    """Runs last, when all cells have run and before nbgrader lists those that failed."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Shorten one cell; nbgrader still sees whether a student has changed it."""
        if not utils.is_grade(cell):
            return cell, resources
        tags = cell.metadata.nbgrader
        unchanged = tags.get("checksum") == utils.compute_checksum(cell)
        if cell.cell_type == "code" or unchanged:  # an essay that is written stays as it is
            cell.source = _label(cell)
        if unchanged:
            tags.checksum = utils.compute_checksum(cell)
        for output in cell.get("outputs", ()):
            if output.output_type == "error":
                lines = "\n".join(output.traceback).split("\n")
                shown = lines if len(lines) <= LINES else f"{output.ename}: {output.evalue}".split("\n")
                output.traceback = [textwrap.fill(line, WIDTH, subsequent_indent="  ") for line in shown]
        return cell, resources


def _label(cell):
    tags = cell.metadata.nbgrader
    points = f"{tags.points:g} point{'s' * (tags.points != 1)}"
    comments = [line.lstrip("# ") for line in cell.source.split("\n")[:2] if line.startswith("#")]
    words = next((line for line in comments if not line.startswith(f"{tags.grade_id} · ")), "")
    if cell.cell_type == "markdown":
        words = "An answer in your own words."
    return f"{tags.grade_id} · {points}\n{textwrap.fill(words, WIDTH)}".strip()
