"""Repairs for whoever grades with nbgrader itself: its command, or formgrader's button."""

from pathlib import Path
from typing import Any

import nbformat
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from course.grading import intake, releases


class Repair(NbGraderPreprocessor):
    """Puts back what students moved, doubled or deleted, before nbgrader looks at it.

    In ``nbgrader_config.py`` it stands first in ``c.Autograde.sanitize_preprocessors``; without it
    one graded cell that is there twice ends nbgrader's batch.  ``course grade`` repairs by itself.
    """

    def preprocess(
        self, nb: nbformat.NotebookNode, resources: dict[str, Any]
    ) -> tuple[nbformat.NotebookNode, dict[str, Any]]:
        student, lesson = (resources["nbgrader"][key] for key in ("student", "assignment"))
        course = CourseDirectory(config=self.config)

        def folder(step, whose):
            return Path(course.format_path(step, whose, lesson))

        submitted, copied = (
            folder(step, student) for step in (course.submitted_directory, course.autograded_directory)
        )
        _drop_copies_of_links(submitted, copied, folder(course.source_directory, "."))
        released = folder(course.release_directory, ".") / f"{lesson}.ipynb"
        if not released.is_file():
            return nb, resources
        earlier = releases.kept(course.root, lesson)
        taken = intake.take(submitted, lesson, nbformat.read(released, as_version=4), earlier)
        if taken.notebook is None:  # nbgrader says in its own words what is wrong
            return nb, resources
        intake.note(taken, taken.notebook)
        return taken.notebook, resources


def _drop_copies_of_links(submitted, copied, source):
    """A link may lead to the gradebook: nbgrader has copied what it found there beside the notebook."""
    for path in submitted.rglob("*"):
        name = path.relative_to(submitted)
        if path.is_symlink() and not (source / name).exists():  # else it is the lesson's own file
            (copied / name).unlink(missing_ok=True)
