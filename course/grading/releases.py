"""Every release of a lesson, kept: students hand in what they once got, not what is released now."""

import os
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Comment, Grade, MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor, SaveCells
from traitlets import Bool

from course.grading.ledger import replace
from course.grading.stamps import digest

KINDS = ("grade", "solution", "task", "source")  # of cells in nbgrader's gradebook
FOLDER = "gradebook/released"  # in the course directory: LESSON/DIGEST.ipynb


class SaveLesson(SaveCells):
    """nbgrader's ``SaveCells``, which refuses to add or remove marked cells once something was handed in.

    It would do so after it has deleted the old release; this one puts it back, and ends nbgrader's command
    with a sentence.  Or it does what it is asked, and all other marks hold.
    """

    change = Bool(False, help="Add and remove marked cells though something was handed in.").tag(config=True)

    def _create_notebook(self, nb):
        try:
            notebook = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        except MissingEntry:
            notebook = None
        if notebook and notebook.submissions:
            old = {kind: {cell.name: cell for cell in getattr(notebook, f"{kind}_cells")} for kind in KINDS}
            new = {kind: getattr(self, f"new_{kind}_cells") for kind in KINDS}
            if not self.change:
                self._refuse_changes(old, new)
            for kind in KINDS:
                self._change(kind, old[kind], new[kind], notebook.submissions)
        super()._create_notebook(nb)

    def _refuse_changes(self, old, new):
        lost = {name for kind in KINDS for name in old[kind].keys() - new[kind].keys()}
        more = {name for kind in KINDS for name in new[kind].keys() - old[kind].keys()}
        changes = {"lacks": ", ".join(sorted(lost)), "adds": ", ".join(sorted(more))}
        what = " and ".join(f"{verb} {names}" for verb, names in changes.items() if names)
        if what:
            self._put_back()
            raise SystemExit(
                f"The gradebook holds hand-ins for {self.assignment_id}, whose new version {what}: "
                f"nbgrader refuses that, so the old release is kept; course release "
                f"{self.assignment_id} --force does it, and keeps the marks of all other cells."
            )

    def _put_back(self):
        """The last release, which nbgrader has deleted."""
        lesson, course = self.assignment_id, CourseDirectory(parent=self)
        for notebook in kept(course.root, lesson)[:1]:
            place = Path(course.format_path(course.release_directory, ".", lesson))
            replace(place / f"{lesson}.ipynb", nbformat.writes(notebook))

    def _change(self, kind, old, new, submissions):
        """Add and remove cells of a kind in the gradebook, each with what nbgrader keeps for a hand-in."""
        for name in old.keys() - new.keys():
            for row in (*getattr(old[name], "grades", ()), *getattr(old[name], "comments", ()), old[name]):
                self.gradebook.db.delete(row)
        for name in new.keys() - old.keys():
            add = getattr(self.gradebook, f"add_{kind}_cell")
            cell = add(name, self.notebook_id, self.assignment_id, **new[name])
            for row, kinds in ((Grade, ("grade", "task")), (Comment, ("solution", "task"))):
                if kind in kinds:
                    self.gradebook.db.add_all(row(cell_id=cell.id, notebook=one) for one in submissions)
        self.gradebook.db.commit()


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
