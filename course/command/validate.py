"""What Validate does besides nbgrader's own steps: it copes with copied cells, and is brief on failures."""

import textwrap
from collections.abc import Sequence
from typing import Any

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor

LINES = 3  # of a traceback that is shown whole: a failed check has its sentence, and the student's line
WIDTH = 100  # characters of a line, for a window that does not break lines


class OneOfEach(NbGraderPreprocessor):
    """Runs first: of a cell that a student copied one counts, as in grading; nbgrader would stop.

    Of graded cells that is the first one with its own text, of others the last one that was changed.
    The copies run as the student's own cells.
    """

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Take nbgrader's metadata from copies; the log names them."""
        copies: dict[str, list[NotebookNode]] = {}
        for cell in nb.cells:
            if name := cell.metadata.get("nbgrader", {}).get("grade_id"):
                copies.setdefault(str(name), []).append(cell)
        for name, cells in copies.items():
            if len(cells) > 1:
                self.log.warning("The cell %s is there %d times: one of them counts.", name, len(cells))
                kept = _counting(cells)
                for cell in cells:
                    if cell is not kept:
                        del cell.metadata["nbgrader"]
        return nb, resources


def _counting(cells: Sequence[NotebookNode]) -> NotebookNode:
    """The one of several copies of a cell that counts."""
    written = utils.is_solution(cells[0])
    ordered = reversed(cells) if written else cells
    return next((cell for cell in ordered if _unchanged(cell) != written), cells[0])


def _unchanged(cell: NotebookNode) -> bool:
    """Whether a cell has the text with which it was released."""
    return cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)


class ShortFailures(NbGraderPreprocessor):
    """Runs last, when all cells have run and before nbgrader lists those that failed."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Shorten one cell; nbgrader still sees whether a student has changed it."""
        if not utils.is_grade(cell):
            return cell, resources
        tags = cell.metadata.nbgrader
        unchanged = _unchanged(cell)
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
    bonus = cell.metadata.get("course", {}).get("bonus", 0)
    worth = bonus or tags.points
    points = f"{worth:g} {'bonus ' * bool(bonus)}point{'s' * (worth != 1)}"
    comments = [line.lstrip("# ") for line in cell.source.split("\n")[:2] if line.startswith("#")]
    words = next((line for line in comments if not line.startswith(f"{tags.grade_id} · ")), "")
    if cell.cell_type == "markdown":
        words = "An answer in your own words."
    return f"{tags.grade_id} · {points}\n{textwrap.fill(words, WIDTH)}".strip()
