"""Hand-ins for whoever grades with nbgrader itself: its command, or formgrader's button.

``course grade`` takes hand-ins in by itself.  nbgrader has two places for it, both set in
``nbgrader_config.py``: what reads a notebook (`Reader`), and a hook before that (`rename`).
"""

from pathlib import Path
from typing import Any, cast

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.converters import Autograde
from nbgrader.preprocessors import Execute

from course.grading import intake, releases
from course.grading.marks import refuse


def rename(assignment: str, student: str, notebooks: list[str]) -> None:
    """nbgrader's ``pre_convert_hook``: a notebook of another name is looked for by `Reader`.

    Args:
        assignment: the lesson's name.
        student: of no use: "*" where nbgrader grades all.
        notebooks: paths of a hand-in's notebooks, changed in place: without one of the lesson's
            name nbgrader would give up the hand-in.
    """
    path = Path(notebooks[0]).with_name(f"{assignment}.ipynb")
    if str(path) not in notebooks:
        notebooks[:] = [str(path)]


class Reader(NotebookExporter):
    """Reads a hand-in as ``course grade`` does: whatever it is, its own entry is the most it costs.

    In ``nbgrader_config.py`` it is ``c.Autograde.exporter_class``.  Cells that were moved, doubled
    or deleted come back, and what is no notebook gets no points, for a stated reason; without it
    one graded cell that is there twice ends nbgrader's batch, and a pipe stalls it.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.problems: dict[str, str] = {}  # by student: why there is nothing to run

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        about = (resources or {})["nbgrader"]
        student, lesson = about["student"], about["assignment"]
        submitted, copied = (self._folder(step, student, lesson) for step in ("submitted", "autograded"))
        released = self._folder("release", ".", lesson) / f"{lesson}.ipynb"
        if Path(filename).parent == submitted and released.is_file():
            _drop_copies_of_links(submitted, copied, self._folder("source", ".", lesson))
            notebook = self._take(submitted, student, nbformat.read(released, as_version=4), lesson)
            return self.from_notebook_node(notebook, resources, **kw)
        if student in self.problems:
            return self._refuse(nbformat.read(filename, as_version=4), student, resources)
        return super().from_filename(filename, resources, **kw)

    def _course(self):
        return cast(Autograde, self.parent).coursedir

    def _folder(self, step, student, lesson):
        course = self._course()
        return Path(course.format_path(getattr(course, f"{step}_directory"), student, lesson))

    def _take(self, submitted, student, released, lesson):
        """The notebook of a hand-in, or the released one if there is none."""
        earlier = releases.kept(self._course().root, lesson)
        taken = intake.take(submitted, lesson, released, earlier)
        self.problems.pop(student, None)
        if taken.notebook is None:
            self.problems[student] = taken.problem
            self.log.warning("The hand-in of %s is not run: %s", student, taken.problem)
            return released
        intake.note(taken, taken.notebook)
        return taken.notebook

    def _refuse(self, notebook, student, resources):
        """Save a hand-in without running anything."""
        self._preprocessors = [p for p in self._preprocessors if not isinstance(p, Execute)]
        refuse(notebook, self.problems[student])
        return self.from_notebook_node(notebook, resources)


def _drop_copies_of_links(submitted, copied, source):
    """A link may lead to the gradebook: nbgrader has copied what it found there beside the notebook."""
    for path in submitted.rglob("*"):
        name = path.relative_to(submitted)
        if path.is_symlink() and not (source / name).exists():  # else it is the lesson's own file
            (copied / name).unlink(missing_ok=True)
