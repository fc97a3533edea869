"""What Validate does besides nbgrader's own steps: it copes with copied cells, and says all in words.

The button in JupyterLab, ``nbgrader validate`` and ``course validate`` run these steps alike.
"""

import textwrap
from collections.abc import Sequence
from typing import Any

from nbconvert.filters import strip_ansi
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor

LINES = 3  # of a traceback that is shown whole: a failed check has its sentence, and the student's line
WIDTH = 88  # characters of a line, for a window that does not break lines
BOLD, PLAIN = "\x1b[1m", "\x1b[0m"
CHANGED = (
    "This cell is locked, and is not as it came. Grading takes the original all the same; to see what it "
    "will say, copy the cell from a fresh copy of the lesson."
)


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


class InWords(NbGraderPreprocessor):
    """Runs last, when all cells have run and before nbgrader lists those that failed.

    nbgrader shows each failed cell with its source and its traceback.  This step puts one cell in their
    place, whose error says in words what is passed, what failed and why, and which sections are still blank.
    """

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Sum graded cells up; nbgrader still sees, and shows, those that a student changed."""
        titles, blank, stopped = _sections(nb), _blank(nb), _stopped(nb)
        cells = [cell for cell in nb.cells if utils.is_grade(cell)]
        lacking = [cell for cell in cells if _lacks(cell)]
        unwritten = [cell for cell in lacking if _of(cell) & blank]
        failed = [cell for cell in lacking if cell not in unwritten]
        lines = _counts(cells, lacking)
        for cell in failed:
            why = next((stopped[of] for of in _of(cell) if of in stopped), "") or _reason(cell)
            lines += ["", _label(cell, titles[cell.id]), f"{BOLD}{textwrap.indent(why, '  ')}{PLAIN}"]
        lines += _by_section([(titles[cell.id], cell) for cell in unwritten])
        for cell in cells:
            _show(cell, titles[cell.id])
        if lines[1:]:
            nb.cells.insert(0, _summary(lines))
        return nb, resources


def _sections(nb):
    """By cell: the title of the section that it stands in."""
    titles, title = {}, ""
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            for line in cell.source.split("\n"):
                if line.startswith(("# ", "## ")):
                    title = line.lstrip("# ").strip()
        titles[cell.id] = title
    return titles


def _blank(nb):
    """Names of the exercises that are as they were released."""
    return {
        cell.metadata.nbgrader.grade_id
        for cell in nb.cells
        if utils.is_solution(cell) and _unchanged(cell)
    }  # fmt: skip


def _stopped(nb):
    """By exercise: the error with which its cell stops."""
    stopped = {}
    for cell in nb.cells:
        if utils.is_solution(cell):
            for output in cell.get("outputs", ()):
                if output.output_type == "error":
                    name = cell.metadata.nbgrader.grade_id
                    stopped[name] = f"your cell {name} stops: {output.ename}: {output.evalue}"
    return stopped


def _of(cell):
    """Names of the exercises that a graded cell is about; an essay is about itself."""
    of = cell.metadata.get("course", {}).get("of", [])
    named = {of} if isinstance(of, str) else set(of)
    return named | ({cell.metadata.nbgrader.grade_id} if utils.is_solution(cell) else set())


def _lacks(cell):
    """Whether a graded cell does not earn all: what is written in words earns it here."""
    points, most = utils.determine_grade(cell)
    return points is not None and (points < most or (most == 0 and utils.has_failed(cell)))


def _bonus(cell):
    return cell.metadata.get("course", {}).get("bonus", 0)


def _points(cells):
    return f"{_total(cells):g} point{'s' * (_total(cells) != 1)}"


def _total(cells):
    return sum(cell.metadata.nbgrader.points for cell in cells)


def _counts(cells, lacking):
    """How much is passed, a line."""
    counted = [cell for cell in cells if not _bonus(cell)]
    code = [cell for cell in counted if cell.cell_type == "code"]
    passed = [cell for cell in code if cell not in lacking]
    waiting = [cell for cell in counted if cell not in code and cell not in lacking]
    more = f", {_points(waiting)} wait for a person" if waiting else ""
    points = f"{_total(passed):g} of {_points(counted)}"
    return [f"{len(passed)} of {len(code)} graded cells passed: {points}{more}."]


def _by_section(unwritten):
    """Lines that say what is blank; a bonus may stay so."""
    sections: dict[str, list[NotebookNode]] = {}
    for title, cell in unwritten:
        if not _bonus(cell):
            sections.setdefault(title, []).append(cell)
    lines = [f"  {title}: {_points(cells)}" for title, cells in sections.items()]
    return ["", "Not written yet:", *lines] if lines else []


def _reason(cell):
    """What a graded cell says that failed."""
    said = []
    for output in cell.get("outputs", ()):
        if output.output_type == "error":
            lines = "\n".join(output.traceback).split("\n")
            said += lines if len(lines) <= LINES else f"{output.ename}: {output.evalue}".split("\n")
    return "\n".join(_filled(strip_ansi(line)) for line in said)


def _summary(lines):
    """A cell that nbgrader takes for one that failed."""
    cell = new_code_cell(lines[0])
    cell.outputs = [new_output("error", ename="Validate", evalue="", traceback=lines[1:])]
    cell.metadata.nbgrader = {
        "grade": True, "grade_id": "summary", "points": 1, "locked": False, "solution": False, "task": False,
        "schema_version": 3, "cell_type": "code",
    }  # fmt: skip
    return cell


def _show(cell, title):
    """Leave a graded cell to nbgrader only where it was changed, and let it show this, not the source."""
    if utils.is_solution(cell) or _unchanged(cell):
        cell.metadata.nbgrader.update(grade=False, locked=False)
    else:
        cell.source = f"{_label(cell, title)}\n{_filled(CHANGED)}"


def _label(cell, title):
    tags = cell.metadata.nbgrader
    bonus = _bonus(cell)
    worth = bonus or tags.points
    points = f"{worth:g} {'bonus ' * bool(bonus)}point{'s' * (worth != 1)}"
    comments = [line.lstrip("# ") for line in cell.source.split("\n")[:2] if line.startswith("#")]
    words = next((line for line in comments if not line.startswith(f"{tags.grade_id} · ")), "")
    if cell.cell_type == "markdown":
        words = "An answer in your own words."
    return f"{title} — {tags.grade_id}, {points}\n{_filled(words)}".removeprefix(" — ").strip()


def _filled(text):
    return textwrap.fill(text, WIDTH, subsequent_indent="  ")
