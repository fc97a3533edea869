"""Which cell of a hand-in is which cell of the released notebook, whatever happened to its marks."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from nbformat import NotebookNode, from_dict
from nbgrader.utils import compute_checksum

from course.grading.intake.reading import Cell

DEFINED = re.compile(r"^(?:async +def|def|class) +(\w+)", re.MULTILINE)


class Original:
    """The released notebook of a lesson; a cell's place in it is called its spot.

    Args:
        released: the notebook.
        earlier: its earlier releases, one of which a student may have got.

    Attributes:
        cells: its cells.
        ids: their cell ids.
        known: for each of nbgrader's ids the spot of its cell.
        spots: the spots of these cells.
        by_id, by_text: spots by cell id, and by the text of cells that students do not fill in.
        defined: for each stub the names of the functions and classes in it.
    """

    def __init__(self, released: NotebookNode, earlier: Sequence[NotebookNode] = ()) -> None:
        self.cells = released.cells
        self.releases = [{cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells
                          if "grade_id" in cell.metadata.get("nbgrader", {})}
                         for notebook in (released, *earlier)]  # fmt: skip
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
        """Whether a cell that was handed in has another text than it had when the student got it."""
        texts = [self.cells[spot].source, *(release.source for release in self._releases(spot, cell))]
        return plain(cell.source) not in map(plain, texts) and not is_intact(cell)

    def same_mark(self, spot: int, cell: Cell) -> bool:
        """Whether nbgrader's metadata of a cell that was handed in are those of the released one."""
        return _but(cell.mark) == _but(self.mark(spot))

    def mended(self, spot: int, cell: Cell) -> bool:
        """Whether the lesson has changed this cell since the student got it, and the student has not.

        By the releases that were kept; where the student's is not among them, by nbgrader's checksum.
        """
        here = self.cells[spot]
        if self.same_mark(spot, cell) and (not self.locked(spot) or plain(cell.source) == plain(here.source)):
            return False
        for release in self._releases(spot, cell):
            same = not self.locked(spot) or plain(cell.source) == plain(release.source)
            if same and cell.kind == release.cell_type and _but(cell.mark) == _but(release.metadata.nbgrader):
                return True
        free = ("checksum",) if not self.locked(spot) else ("checksum", "points", "grade_id")
        same = cell.kind == here.cell_type and _but(cell.mark, *free) == _but(self.mark(spot), *free)
        return same and (not self.locked(spot) or is_intact(cell))

    def added(self, row: Sequence[tuple[int | None, Cell | None]]) -> set[int]:
        """Spots of cells that the lesson did not have yet when the student got it.

        Args:
            row: pairs of spot, or None, and `reading.Cell`, or None where it is missing.
        """
        there = {self.mark(spot).grade_id if spot in self.spots else cell.grade_id
                 for spot, cell in row if cell is not None} - {""}  # fmt: skip
        got = min(self.releases, key=lambda release: len(release.keys() ^ there))
        missing = {spot for spot, cell in row if spot is not None and cell is None}
        return {spot for spot in missing if self.mark(spot).grade_id not in got}

    def _releases(self, spot, cell):
        names = {self.mark(spot).get("grade_id"), cell.grade_id}
        return [release[name] for release in self.releases for name in names & release.keys()]


def is_intact(cell: Cell) -> bool:
    """Whether a cell has the text with which it was released: by the checksum that nbgrader put beside it."""
    whole = from_dict({"cell_type": cell.kind, "source": cell.source, "metadata": {"nbgrader": cell.mark}})
    try:
        return bool(cell.mark) and cell.mark.get("checksum") == compute_checksum(whole)
    except (KeyError, TypeError, ValueError, AttributeError):  # a student may have written anything there
        return False


def _but(mark, *keys):
    """nbgrader's metadata without some; the key task came with schema 3, without it a cell is none."""
    return {"task": False} | {key: value for key, value in mark.items() if key not in keys}


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
