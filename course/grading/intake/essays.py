"""Essays that were written beside the cell for them, which nbgrader would give no points unread."""

import ast
from collections.abc import Iterable, Sequence
from dataclasses import replace

from course.grading import syntax
from course.grading.intake.matching import Original
from course.grading.intake.notes import Notes
from course.grading.intake.reading import Cell

Row = Sequence[tuple[int | None, Cell | None]]  # a cell with its spot, None for a student's own
FOUND = "not filled in: the student's own text beside it counts, and waits for a person"


def find(row: Row, original: Original, notes: Notes) -> Row:
    """Move a student's own text to the end of the essay that it answers, so that a person marks it.

    An essay that is as it was released takes all text of the student's own up to the next cell
    that nbgrader knows; where there is none, the text right above it.  Text is what stands in
    Markdown and raw cells, and in code cells without a statement.

    Args:
        row: cells in order, each with its spot in the released notebook; a cell that is missing
            in the hand-in is None.
        original: the `Original`.
        notes: `Notes`, told which essays were found.

    Returns:
        A row without the cells that were moved.
    """
    row = list(row)
    for spot in sorted(original.spots):
        index = next(index for index, (other, _) in enumerate(row) if other == spot)
        if _is_open(spot, row[index][1], original):
            found = _below(row, index, original) or _above(row, index)
            if found:
                row[index] = spot, _answer(row[index][1], [row[i][1] for i in found], spot, original)
                row = [pair for i, pair in enumerate(row) if i not in found]
                notes.add(original.noun(spot), FOUND, original.mark(spot).grade_id)
    return row


def _is_open(spot, cell, original):
    essay = not original.locked(spot) and original.cells[spot].cell_type == "markdown"
    return essay and (cell is None or not original.changed(spot, cell))


def _below(row, index, original):
    """Indices of own text up to the next cell that nbgrader knows, whatever else stands between."""
    after = range(index + 1, len(row))
    end = next((i for i in after if row[i][0] in original.spots), len(row))
    return [i for i in range(index + 1, end) if _is_text(*row[i])]


def _above(row, index):
    """Indices of own text right above."""
    found: list[int] = []
    while index and _is_text(*row[index - 1]):
        index -= 1
        found.insert(0, index)
    return found


def _is_text(spot, cell):
    if spot is not None or not cell.source.strip():
        return False
    return cell.kind != "code" or _is_prose(cell.source)


def _is_prose(source):
    """Whether a code cell holds words: comments, texts, or what is no Python."""
    if any(line.lstrip().startswith(("%", "!")) for line in source.split("\n")):
        return False
    try:
        body = syntax.parse(source, ast.PyCF_ALLOW_TOP_LEVEL_AWAIT).body
    except SyntaxError:
        return True
    except (ValueError, MemoryError, RecursionError):
        return False
    return all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in body)


def _answer(essay: Cell | None, cells: Iterable[Cell], spot: int, original: Original) -> Cell:
    """The essay's cell, which may hold the question, with the texts and pictures of others behind."""
    sources, pictures = [], dict(essay.attachments) if essay else {}
    for number, cell in enumerate(cells):
        source = f"```\n{cell.source}\n```" if cell.kind == "code" else cell.source
        for name, picture in cell.attachments.items():
            fresh = f"{number}-{name}" if name in pictures else name
            pictures[fresh] = picture
            source = source.replace(f"(attachment:{name})", f"(attachment:{fresh})")
        sources.append(source)
    if essay is None:
        essay = Cell("markdown", original.cells[spot].source, mark=dict(original.mark(spot)))
    return replace(essay, source="\n\n".join([essay.source, *sources]), attachments=pictures)
