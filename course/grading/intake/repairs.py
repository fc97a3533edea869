"""A hand-in's cells put back into the state in which nbgrader can mark them."""

import copy
import re
from collections.abc import Sequence

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from course.grading.intake import essays
from course.grading.intake.matching import Original, match, plain
from course.grading.intake.notes import Notes
from course.grading.intake.reading import Cell

NEW = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}
VALID_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
# What a student wrote stays where it is, and graded cells move around it.
WEIGHT_OF_ANSWER = 10_000


def repair(cells: Sequence[Cell], original: Original, notes: Notes) -> NotebookNode:
    """A clean notebook from the cells that a student handed in.

    Every cell that nbgrader knows is there once, of its type, with its metadata, in the released
    order; locked cells have their released text, the others the student's.  A student's own cells
    stay where they are, without any metadata.

    Args:
        cells: a list of `reading.Cell`.
        original: the `Original`.
        notes: `Notes`, told what was repaired.

    Returns:
        A valid notebook of nbformat 4.5 without outputs.
    """
    row = list(zip(match(cells, original), cells, strict=True))
    row = _one_answer_each(row, original, notes)
    row = _in_order(row, original, notes)
    added = original.added(row)
    answered = essays.find(row, original, notes)
    ids = {original.ids[spot] for spot, _ in answered if spot is not None}
    clean = [_clean(spot, cell, original, notes, ids, added) for spot, cell in answered]
    return new_notebook(cells=clean, metadata=copy.deepcopy(original.metadata), nbformat_minor=5)


def standing(cells: Sequence[Cell], original: Original) -> tuple[int, int, int]:
    """How much of the lesson is in a notebook.

    Returns:
        A triple: how many of the cells that nbgrader knows, how many of them filled in, and how
        many cells that claim to be nbgrader's are not of this lesson.
    """
    row = zip(match(cells, original), cells, strict=True)
    pairs = [(spot, cell) for spot, cell in row if spot in original.spots]
    filled = {s for s, cell in pairs if not original.locked(s) and original.changed(s, cell)}
    strange = {cell.grade_id for cell in cells if cell.grade_id} - set(original.known)
    return len({spot for spot, _ in pairs}), len(filled), len(strange)


def _one_answer_each(row, original, notes):
    """Of several copies of a solution or an essay the last one that was changed counts."""
    copies: dict[int, list[int]] = {}
    dropped: set[int] = set()
    own: set[int] = set()
    for index, (spot, _) in enumerate(row):
        if spot in original.spots and not original.locked(spot):
            copies.setdefault(spot, []).append(index)
    for spot, indices in copies.items():
        if len(indices) > 1:
            chosen = max(indices, key=lambda index: _merit(index, row[index], original))
            what = "found twice or more: the last changed one counts"
            notes.add(original.noun(spot), what, _name(spot, original))
            idle = {plain(original.cells[spot].source), plain(row[chosen][1].source)}
            for index in set(indices) - {chosen}:
                (dropped if plain(row[index][1].source) in idle else own).add(index)
    return [(None if i in own else spot, cell) for i, (spot, cell) in enumerate(row) if i not in dropped]


def _merit(index, pair, original):
    spot, cell = pair
    changed = original.changed(spot, cell)
    return changed, cell.kind == original.cells[spot].cell_type, index if changed else -index


def _in_order(row, original, notes):
    """Leave as many cells as possible, take out what is out of order or superfluous, fill the gaps."""
    staying = _heaviest_chain(row, original)
    there = {row[index][0] for index in staying}
    moved, rest = {}, []
    for index, (spot, cell) in enumerate(row):
        if spot not in original.spots or index in staying:
            rest.append((spot, cell))
        elif spot in there or spot in moved:
            notes.add(original.noun(spot), "found twice or more: one kept", _name(spot, original))
            if original.changed(spot, cell):
                rest.append((None, cell))
        else:
            moved[spot] = cell
    for spot in sorted(original.spots - there):
        late = original.noun(spot) == "graded cell"
        rest.insert(_gap(rest, spot, original, late), (spot, moved.get(spot)))
        if spot in moved:
            notes.add(original.noun(spot), "moved back into place", _name(spot, original))
    return rest


def _heaviest_chain(row, original):
    """Indices of the known cells that stand in the released order, of greatest weight together."""
    best: dict[int, tuple[int, int]] = {}  # index → (weight of the chain that ends there, index before it)
    for index, (spot, _) in enumerate(row):
        if spot in original.spots:
            before = [(best[i][0], -i) for i in best if row[i][0] < spot]
            weight, last = max(before, default=(0, 1))
            best[index] = (weight + (1 if original.locked(spot) else WEIGHT_OF_ANSWER), -last)
    index = max(best, key=lambda i: best[i][0], default=-1)
    chain = set()
    while index >= 0:
        chain.add(index)
        index = best[index][1]
    return chain


def _gap(row, spot, original, late):
    """Where a missing cell goes: behind the released cells before it, `late` behind own cells too."""
    known = [(index, s) for index, (s, _) in enumerate(row) if s in original.spots]
    low = max((index for index, s in known if s < spot), default=-1)
    high = min((index for index, s in known if s > spot), default=len(row))
    anchors = [i for i in range(low + 1, high) if row[i][0] is not None and row[i][0] < spot]
    gap = max(anchors, default=low) + 1
    while late and gap < high and row[gap][0] is None:
        gap += 1
    return gap


def _clean(spot, cell, original, notes, ids, added):
    """A new cell with nothing of the student's but its text and pictures."""
    if spot not in original.spots:
        metadata = {} if spot is None else copy.deepcopy(original.cells[spot].metadata)
        name = cell.id if spot is None else original.ids[spot]
        return _new(cell.kind, cell, metadata, _free(name, ids) if spot is None else name)
    released = original.cells[spot]
    if cell is not None:
        _tell(spot, cell, original, notes)
    elif spot in added:
        notes.mend("new cell", _name(spot, original))
    else:
        what = "put back" if original.locked(spot) else "missing: put back empty"
        notes.add(original.noun(spot), what, _name(spot, original))
    metadata = copy.deepcopy(released.metadata)
    # An essay that nobody wrote is known by the stub of now; code runs as it was handed in, whatever it is.
    idle = released.cell_type == "markdown" and cell is not None and not original.changed(spot, cell)
    if cell is None or original.locked(spot) or idle:
        fresh = NEW[released.cell_type](released.source, metadata=metadata, id=original.ids[spot])
        if released.get("attachments"):
            fresh.attachments = copy.deepcopy(released.attachments)
        return fresh
    return _new(released.cell_type, cell, metadata, original.ids[spot])


def _new(kind, cell, metadata, name):
    fresh = NEW[kind](cell.source, metadata=metadata, id=name)
    if cell.attachments and kind != "code":
        fresh.attachments = copy.deepcopy(cell.attachments)
    return fresh


def _free(name, ids):
    """The id that a student's cell has, if it is valid and its own; otherwise the next free number."""
    if not VALID_ID.fullmatch(name) or name in ids:
        number = len(ids)
        while (name := f"cell-{number}") in ids:
            number += 1
    ids.add(name)
    return name


def _tell(spot, cell, original, notes):
    """Note what of a cell that nbgrader knows is not as it was released."""
    noun, name, released = original.noun(spot), _name(spot, original), original.cells[spot]
    other_kind = cell.kind != released.cell_type
    mended = original.mended(spot, cell)
    if mended and original.locked(spot):
        notes.mend("mended cell", name)
    elif original.locked(spot) and (other_kind or original.changed(spot, cell)):
        notes.add(noun, "restored", name)
    elif other_kind:
        notes.add(noun, f"turned back into {released.cell_type}", name)
    if not mended and not original.same_mark(spot, cell):
        notes.add(noun, "with nbgrader's metadata put right", name)
    if cell.skip:
        notes.add(noun, "run in spite of its tag", name)


def _name(spot, original):
    return original.mark(spot).grade_id
