"""From a lesson's text to its notebook.

A lesson is written as a jupytext percent script, ``source/NN_name/NN_name.py``.  A short tag in a
cell's header says what the cell is for nbgrader:

    # %% solution="generator"                                a cell that students fill in
    # %% test="generator-shape" of="generator" points=1      a graded cell
    # %% test="outline-loss" of="outline-step" bonus=1       the same, for a point beyond the lesson's own
    # %% [markdown] essay="relu-or-leaky" points=2           an answer in words, graded by hand
    # %% given="imports"                                     code that must stay as it is
    # %% demo="train"                                        shows or trains; never graded

``demo`` and ``given`` cells may add ``check=true``: nbval then compares their printed output.
A graded cell begins with a comment, a sentence that says what it tests.  JupyterLab shows it collapsed:
see `_label`.
The build is one-way and deterministic, so the same text always gives the same cells.
"""

import hashlib
import re
from pathlib import Path

import jupytext
import nbformat

from course.grading.directory import REGIONS
from course.grading.marks import price

KINDS = ("solution", "test", "essay", "given", "demo")
KEYS = {
    "solution": set(),
    "test": {"of", "points", "bonus"},
    "essay": {"points"},
    "given": {"check"},
    "demo": {"check"},
}
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class LessonError(ValueError):
    """A lesson's text is wrong; the message names the file and the line."""


def read(path: str | Path) -> nbformat.NotebookNode:
    """Read a lesson's text and return its notebook, tags expanded, nothing executed.

    Args:
        path: the percent script, ``NN_name.py``.

    Returns:
        A notebook (nbformat 4.5) with nbgrader metadata of schema 3 and cell ids that depend on
        the text alone.

    Raises:
        LessonError: a duplicate id, an unknown tag, a missing key or an unclosed marker.
    """
    path = Path(path)
    text = path.read_text(encoding="utf-8")
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line.startswith("# %%")]
    if not lines or text.splitlines()[0] != text.splitlines()[lines[0] - 1]:
        raise LessonError(f"{path}:1: a lesson starts with a cell header, '# %%'")
    try:
        notebook = jupytext.reads(text, fmt="py:percent")
    except Exception as error:
        raise LessonError(f"{path}: jupytext cannot read this lesson: {error}") from error
    if len(notebook.cells) != len(lines):
        raise LessonError(f"{path}: a line inside a cell starts with '# %%'; indent or reword it")
    for cell, line in zip(notebook.cells, lines, strict=True):
        _expand(cell, f"{path}:{line}")
    _check_together(notebook.cells, lines, path)
    _label(notebook)
    _finish(notebook)
    return notebook


def _expand(cell, where):
    """Replace the tag in a cell's metadata by nbgrader's metadata; check markers."""
    tags = dict(cell.metadata)
    tags.pop("lines_to_next_cell", None)
    _check_markers(cell.source, where)
    kinds = [key for key in tags if key in KINDS]
    if len(kinds) > 1:
        raise LessonError(f"{where}: one tag a cell, not {' and '.join(kinds)}")
    cell.metadata = nbformat.NotebookNode()
    if not kinds:
        if "incorrectly_encoded_metadata" in tags:
            words = tags["incorrectly_encoded_metadata"]
            raise LessonError(f'{where}: the tags {words!r} cannot be read; write each as name="value"')
        if tags:
            raise LessonError(f"{where}: unknown tag {next(iter(tags))!r}; {_known()}")
        return
    kind = kinds[0]
    name = tags.pop(kind)
    unknown = set(tags) - KEYS[kind]
    if unknown:
        raise LessonError(f"{where}: unknown tag {sorted(unknown)[0]!r} in a {kind} cell")
    if not isinstance(name, str) or not ID.fullmatch(name):
        raise LessonError(f"{where}: an id is lower-case words joined by hyphens, not {name!r}")
    _check_kind(cell, kind, name, tags, where)
    cell.metadata = _metadata(cell, kind, name, tags)


def _known():
    return f"known are {', '.join(KINDS)}"


def _check_kind(cell, kind, name, tags, where):
    given = [tags[key] for key in ("points", "bonus") if key in tags]
    if len(given) > 1:
        raise LessonError(f"{where}: {name!r} has points or a bonus, not both")
    number = given and isinstance(given[0], int | float) and not isinstance(given[0], bool)
    if "points" in KEYS[kind] and not number:
        raise LessonError(f"{where}: {name!r} needs points, a number")
    if kind == "test" and not tags.get("of"):
        raise LessonError(f"{where}: graded cell {name!r} does not say of which solution")
    if kind == "essay" and cell.cell_type != "markdown":
        raise LessonError(f"{where}: essay {name!r} must be a [markdown] cell")
    if kind != "essay" and cell.cell_type != "code":
        raise LessonError(f"{where}: {kind} {name!r} must be a code cell")
    if kind == "solution" and "### BEGIN SOLUTION" not in cell.source:
        raise LessonError(f"{where}: solution {name!r} has no '### BEGIN SOLUTION'")
    if kind != "solution" and "### BEGIN SOLUTION" in cell.source:
        raise LessonError(f"{where}: a solution stands in {kind} cell {name!r}")


def _check_markers(source, where):
    """Every region that is opened is closed, in order, and none is nested."""
    line_of = int(where.rsplit(":", 1)[1])
    path = where.rsplit(":", 1)[0]
    closing = {end: begin for begin, end in REGIONS.items()}
    opened = None
    for offset, line in enumerate(source.splitlines(), 1):
        here = f"{path}:{line_of + offset}"
        marker = line.strip()
        if marker in REGIONS:
            if opened:
                raise LessonError(f"{here}: {marker!r} inside {opened[0]!r}")
            opened = (marker, here)
        elif marker in closing:
            if not opened or opened[0] != closing[marker]:
                raise LessonError(f"{here}: {marker!r} without {closing[marker]!r}")
            opened = None
    if opened:
        raise LessonError(f"{opened[1]}: {opened[0]!r} is never closed by {REGIONS[opened[0]]!r}")


def _metadata(cell, kind, name, tags):
    """nbgrader's metadata (schema 3), plus `course`, which our own tools read."""
    nbgrader = {
        "schema_version": 3,
        "grade_id": name,
        "grade": kind in ("test", "essay"),
        "solution": kind in ("solution", "essay"),
        "locked": kind in ("test", "given"),
        "task": False,
        "cell_type": cell.cell_type,
    }
    if KEYS[kind] & {"points", "bonus"}:
        nbgrader["points"] = tags.get("points", 0)
    course = {"kind": kind} | ({"bonus": tags["bonus"]} if "bonus" in tags else {})
    if "of" in tags:
        course["of"] = tags["of"].split()
    metadata = nbformat.NotebookNode(course=nbformat.from_dict(course))
    if kind != "demo":
        metadata.nbgrader = nbformat.from_dict(nbgrader)
    if tags.get("check"):
        metadata.tags = ["nbval-check-output"]
    metadata.course.name = name
    if kind == "test":
        metadata.jupyter = nbformat.from_dict({"source_hidden": True})
    return metadata


def _check_together(cells, lines, path):
    """Ids are unique; each graded cell belongs to a solution that stands before it."""
    seen: dict[str, int] = {}
    solutions = set()
    for cell, line in zip(cells, lines, strict=True):
        course = cell.metadata.get("course")
        if not course:
            continue
        if course.name in seen:
            raise LessonError(
                f"{path}:{line}: the id {course.name!r} is already used in line {seen[course.name]}"
            )
        seen[course.name] = line
        if course.kind == "solution":
            solutions.add(course.name)
        for solution in course.get("of", []):
            if solution not in solutions:
                raise LessonError(
                    f"{path}:{line}: {course.name!r} is of {solution!r}, but no solution cell "
                    "before it has this id"
                )


def _label(notebook):
    """What a student sees of a graded cell, which JupyterLab shows by its first line only.

    That line gets its name and points; its sentence, too long for it, stands above as text, with the points.
    """
    cells = []
    for cell in notebook.cells:
        if cell.metadata.get("course", {}).get("kind") == "test":
            if cell.source.startswith("# "):
                above = f"**Graded, {price(cell)}:** {_markdown(cell.source)}"
                cells.append(nbformat.v4.new_markdown_cell(above))
            cell.source = f"# {cell.metadata.nbgrader.grade_id} · {price(cell)}\n{cell.source}"
        cells.append(cell)
    notebook.cells = cells


def _markdown(source):
    """The first comment of a cell as Markdown."""
    return re.sub(r"([\\`*_<\[\]|$~])", r"\\\1", source.split("\n")[0].removeprefix("# "))


def _finish(notebook):
    """Cell ids from names or from the text; the metadata that nbgrader and Jupyter expect."""
    used: dict[str, int] = {}
    for cell in notebook.cells:
        name = cell.metadata.get("course", {}).get("name")
        digest = hashlib.sha256(cell.source.encode()).hexdigest()[:12]
        used[digest] = used.get(digest, 0) + (name is None)
        # The count keeps two equal untagged cells apart.
        cell.id = name or f"{digest}-{used[digest]}"
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {
                "display_name": "Python 3 (ipykernel)",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
        }
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5


def same_cells(one: nbformat.NotebookNode, other: nbformat.NotebookNode) -> bool:
    """True when two notebooks agree in everything but outputs and execution counts."""
    return _skeleton(one) == _skeleton(other)


def _skeleton(notebook):
    return [
        (cell.cell_type, cell.id, cell.source, _plain(cell.metadata)) for cell in notebook.cells
    ]


def _plain(metadata):
    # `execution` holds the times of the run; checksums follow from the source.
    return {key: value for key, value in metadata.items() if key != "execution"}
