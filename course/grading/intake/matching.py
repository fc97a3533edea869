"""Which cell of a hand-in is which cell of the released notebook, whatever happened to its marks."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from nbformat import NotebookNode

from course.grading.intake.reading import Cell

DEFINED = re.compile(r"^(?:async +def|def|class) +(\w+)", re.MULTILINE)


class Original:
    """The released notebook of a lesson; a cell's place in it is called its spot.

    Attributes:
        cells: its cells.
        ids: their cell ids.
        known: for each of nbgrader's ids the spot of its cell.
        spots: the spots of these cells.
        by_id, by_text: spots by cell id, and by the text of cells that students do not fill in.
        defined: for each stub the names of the functions and classes in it.
    """

    def __init__(self, released: NotebookNode) -> None:
        self.cells = released.cells
        self.metadata = released.metadata
        marks = [cell.metadata.get("nbgrader", {}) for cell in self.cells]
        self.known = {mark.grade_id: spot for spot, mark in enumerate(marks) if "grade_id" in mark}
        self.spots = set(self.known.values())
        self.ids = [cell.get("id") or f"released-{spot}" for spot, cell in enumerate(self.cells)]
        self.by_id = self.known | {name: spot for spot, name in enumerate(self.ids)}
        stubs = {spot: set(DEFINED.findall(self.cells[spot].source)) for spot in sorted(self.spots)}
        self.defined = {spot: names for spot, names in stubs.items() if names and not self.locked(spot)}
        self.by_text = {
            plain(cell.source): spot
            for spot, cell in enumerate(self.cells)
            if cell.source.strip() and (spot not in self.spots or self.locked(spot))
        }

    def mark(self, spot: int) -> Any:
        """nbgrader's metadata of a cell, or an empty mapping."""
        return self.cells[spot].metadata.get("nbgrader", {})

    def locked(self, spot: int) -> bool:
        """Whether nbgrader restores the text of this cell."""
        return not self.mark(spot).get("solution") and not self.mark(spot).get("task")

    def noun(self, spot: int) -> str:
        """What to call a cell that nbgrader knows."""
        mark = self.mark(spot)
        if self.locked(spot):
            return "graded cell" if mark.get("grade") else "given cell"
        return "solution cell" if self.cells[spot].cell_type == "code" else "essay"

    def changed(self, spot: int, cell: Cell) -> bool:
        """Whether a cell that was handed in has another text than the released one."""
        return plain(cell.source) != plain(self.cells[spot].source)


def plain(source: str) -> str:
    """A text without what differs between editors: white space at the ends of lines, empty lines."""
    return "\n".join(line.rstrip() for line in source.split("\n") if line.strip())


def match(cells: Sequence[Cell], original: Original) -> list[int | None]:
    """Find out which cell is which.

    A cell is the one whose nbgrader id it has.  Where nobody has an id, it is the cell with the
    right cell id, with the same text, that defines the same names, or that stands between the
    same neighbours, in this order.

    Args:
        cells: a list of `reading.Cell`.
        original: the `Original`.

    Returns:
        For each cell its spot, or None for a student's own.  Copies share a spot.
    """
    spots = [original.known.get(cell.grade_id) for cell in cells]
    for find in (_by_id, _by_text, _by_names, _by_neighbours):
        taken = Counter(spots)
        order = range(len(cells))
        for index in reversed(order) if find is _by_names else order:
            spot = spots[index]
            if spot is None or (find is _by_id and taken[spot] > 1):
                candidates = find(cells[index], index, spots, original)
                found = next((s for s in candidates if s is not None and not taken[s]), spot)
                taken[spot] -= 1
                taken[found] += 1
                spots[index] = found
    return spots


def _by_id(cell, index, spots, original):
    return [original.by_id.get(cell.id), original.by_id.get(cell.name)]


def _by_text(cell, index, spots, original):
    return [original.by_text.get(plain(cell.source))]


def _by_names(cell, index, spots, original):
    """All that a stub defines is defined here; the last such cell is asked first, as it wins in a kernel."""
    names = set(DEFINED.findall(cell.source)) if cell.kind == "code" else set()
    return [spot for spot, wanted in original.defined.items() if wanted <= names]


def _by_neighbours(cell, index, spots, original):
    before = spots[index - 1] if index else -1
    after = spots[index + 1] if index + 1 < len(spots) else len(original.cells)
    if before is None or after is None or after != before + 2:
        return []
    spot = before + 1
    answer = spot in original.spots and not original.locked(spot)
    return [spot] if answer and original.cells[spot].cell_type == cell.kind else []
