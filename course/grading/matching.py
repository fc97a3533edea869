"""Which cell of a hand-in is which cell of the released notebook, whatever happened to its marks."""

import re
from collections import Counter

DEFINED = re.compile(r"^(?:async +def|def|class) +(\w+)", re.MULTILINE)


class Original:
    """The released notebook of a lesson; a cell's place in it is called its spot.

    Attributes:
        cells: its cells.
        known: for each of nbgrader's ids the spot of its cell.
    """

    def __init__(self, released):
        self.cells = released.cells
        self.metadata = released.metadata
        marks = [cell.metadata.get("nbgrader", {}) for cell in self.cells]
        self.known = {mark.grade_id: spot for spot, mark in enumerate(marks) if "grade_id" in mark}
        self.spots = set(self.known.values())
        self.by_id = {cell.id: spot for spot, cell in enumerate(self.cells) if cell.get("id")}
        self.by_id = self.known | self.by_id
        self.by_text = {
            plain(cell.source): spot
            for spot, cell in enumerate(self.cells)
            if cell.source.strip() and (spot not in self.spots or self.locked(spot))
        }

    def mark(self, spot):
        """nbgrader's metadata of a cell, or an empty mapping."""
        return self.cells[spot].metadata.get("nbgrader", {})

    def locked(self, spot):
        """Whether nbgrader restores the text of this cell."""
        return not self.mark(spot).get("solution") and not self.mark(spot).get("task")

    def noun(self, spot):
        """What to call a cell that nbgrader knows."""
        mark = self.mark(spot)
        if self.locked(spot):
            return "graded cell" if mark.get("grade") else "given cell"
        return "solution cell" if self.cells[spot].cell_type == "code" else "essay"

    def changed(self, spot, cell):
        """Whether a cell that was handed in has another text than the released one."""
        return plain(cell.source) != plain(self.cells[spot].source)


def plain(source):
    """A text without what differs between editors: white space at the ends of lines, empty lines."""
    return "\n".join(line.rstrip() for line in source.split("\n") if line.strip())


def match(cells, original):
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
            cell, spot = cells[index], spots[index]
            if spot is None or (find is _by_id and taken[spot] > 1):
                found = find(cell, index, spots, original)
                if found is not None and not taken[found]:
                    taken[spot] -= 1
                    taken[found] += 1
                    spots[index] = found
    return spots


def _by_id(cell, index, spots, original):
    spot = original.by_id.get(cell.id)
    return original.by_id.get(cell.name) if spot is None else spot


def _by_text(cell, index, spots, original):
    return original.by_text.get(plain(cell.source))


def _by_names(cell, index, spots, original):
    """The last cell that defines what a stub defines, since that is what counts in the kernel."""
    names = set(DEFINED.findall(cell.source))
    for spot in original.spots:
        stub = original.cells[spot]
        wanted = set() if original.locked(spot) else set(DEFINED.findall(stub.source))
        if wanted and wanted <= names and stub.cell_type == cell.kind:
            return spot
    return None


def _by_neighbours(cell, index, spots, original):
    before = spots[index - 1] if index else -1
    after = spots[index + 1] if index + 1 < len(spots) else len(original.cells)
    if before is None or after is None or after != before + 2:
        return None
    spot = before + 1
    fits = spot in original.spots and not original.locked(spot)
    return spot if fits and original.cells[spot].cell_type == cell.kind else None
