"""What a grader reads beside an essay: the model answer and the marking scheme, from ``source/``.

Neither is ever written into a notebook or the gradebook: formgrader's page has them while it is shown.
"""

from collections.abc import Mapping
from pathlib import Path

import nbformat

from course.grading import directory

SCHEME = "### BEGIN MARK SCHEME"
LABELS = {SCHEME: "Marking scheme", "": "Model answer"}


def read(path: Path) -> dict[str, str]:
    """By essay: its marking scheme and its model answer as Markdown; nothing where there is no notebook.

    Args:
        path: the lesson's notebook in ``source/``.
    """
    try:
        cells = nbformat.read(path, as_version=4).cells
    except (OSError, ValueError):  # graded on a machine without source/
        return {}
    essays = [cell for cell in cells if cell.cell_type == "markdown" and _is_essay(cell)]
    return {cell.metadata.nbgrader.grade_id: _told(_parts(cell.source)) for cell in essays}


def _is_essay(cell):
    settings = cell.metadata.get("nbgrader", {})
    return settings.get("grade") and settings.get("solution")


def _parts(source):
    """A cell's text by region: the scheme's, and all that is no scheme."""
    parts: dict[str, list[str]] = {SCHEME: [], "": []}
    inside = ""
    for line in source.split("\n"):
        marker = line.strip()
        if marker == SCHEME:
            inside = SCHEME
        elif marker == directory.REGIONS[SCHEME]:
            inside = ""
        elif marker not in {*directory.REGIONS, *directory.REGIONS.values()}:
            # Each line of a scheme says for what a point is given; Markdown would run them together.
            parts[inside].append(f"{line}  " if inside else line)
    return {name: "\n".join(lines).strip() for name, lines in parts.items()}


def _told(parts: Mapping[str, str]) -> str:
    return "\n\n".join(f"#### {LABELS[name]}\n\n{text}" for name, text in parts.items() if text)
