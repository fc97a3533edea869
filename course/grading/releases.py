"""Every release of a lesson, kept: students hand in what they once got, not what is released now."""

import os
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from course.grading.ledger import replace
from course.grading.stamps import digest

FOLDER = "gradebook/released"  # in the course directory: LESSON/DIGEST.ipynb


class Keep(NbGraderPreprocessor):
    """Keeps each release; the last one in ``c.GenerateAssignment.preprocessors``."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        about = resources["nbgrader"]
        if about["assignment"] == about["notebook"]:
            keep(CourseDirectory(parent=self).root, about["assignment"], nb)
        return nb, resources


def keep(root: str | Path, lesson: str, notebook: NotebookNode) -> None:
    """Keep a release, in place of an older one with the same marked cells."""
    marked = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    name = digest([(cell.cell_type, cell.source, cell.metadata.nbgrader) for cell in marked])
    replace(Path(root, FOLDER, lesson, f"{name}.ipynb"), nbformat.writes(notebook))


def kept(root: str | Path, lesson: str) -> list[NotebookNode]:
    """The releases of a lesson, the last one first."""
    paths = Path(root, FOLDER, lesson).glob("*.ipynb")
    return [nbformat.read(path, as_version=4) for path in sorted(paths, key=os.path.getmtime, reverse=True)]
