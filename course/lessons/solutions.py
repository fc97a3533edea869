"""Solved notebooks, as students may read them after the deadline."""

from pathlib import Path

import nbformat

from course.grading import directory

# What students never see: a lesson is given again next year.
HIDDEN = "### BEGIN HIDDEN TESTS", "### BEGIN MARK SCHEME"


def write(lesson: str, folder: Path) -> Path:
    """Write the solved notebook of a lesson, with the outputs of its full training.

    nbgrader's markers are left out, and with them hidden tests and marking schemes: a lesson is given
    again next year.  nbgrader's metadata go too, so that nobody hands this notebook in by mistake.

    Args:
        lesson: its name.
        folder: where to write; the notebook is called ``LESSON.solved.ipynb``.

    Returns:
        The notebook's path.
    """
    notebook = nbformat.read(directory.notebook(lesson), as_version=4)
    for cell in notebook.cells:
        cell.source = shown(cell.source)
        cell.metadata.pop("nbgrader", None)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{lesson}.solved.ipynb"
    nbformat.write(notebook, path)
    return path


def reference_answers(lesson: str) -> dict[str, str]:
    """The text of every solution cell and essay of a lesson, by id, as a student would hand it in."""
    notebook = nbformat.read(directory.notebook(lesson), as_version=4)
    named = {cell.metadata.get("course", {}).get("name"): cell for cell in notebook.cells}
    return {
        name: shown(cell.source).rstrip() for name, cell in named.items()
        if cell.metadata.get("course", {}).get("kind") in ("solution", "essay")
    }  # fmt: skip


def shown(source: str) -> str:
    """A cell's text without nbgrader's markers, and without what stands in a hidden region."""
    lines, closing = [], None
    for line in source.split("\n"):
        marker = line.strip()
        if marker in HIDDEN:
            closing = directory.REGIONS[marker]
        elif marker == closing:
            closing = None
        elif closing is None and marker not in {*directory.REGIONS, *directory.REGIONS.values()}:
            lines.append(line)
    return "\n".join(lines)
