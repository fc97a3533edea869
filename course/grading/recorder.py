"""nbgrader's ``autograde`` in two halves, so that hand-ins can be executed elsewhere in between.

``nbgrader autograde`` sanitizes a hand-in, executes it, saves its marks, and then takes the next
one.  Here one process sanitizes and saves, with nbgrader's own code and settings, and others
execute.  It works in a folder of its own, ``.grading`` in the course directory; what is complete
moves to ``autograded/`` in one step, so that nothing there is ever half written.
"""

import functools
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import nbgrader.api
from nbconvert.writers import FilesWriter
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.preprocessors import CheckCellMetadata, Execute
from nbgrader.utils import rmtree
from traitlets.utils.importstring import import_item

from course.grading import directory, releases, stamps
from course.grading.errors import GradingError
from course.grading.ledger import Ledger

PLACE = ".grading"


@contextmanager
def one_engine() -> Iterator[None]:
    """Meanwhile all gradebooks of one address have one engine of SQLAlchemy.

    nbgrader makes an engine for each ``Gradebook``, of which a hand-in opens a dozen, and each compiles
    all its statements anew: a tenth of the time of a class.
    """
    made = nbgrader.api.create_engine
    nbgrader.api.create_engine = functools.cache(made)
    try:
        yield
    finally:
        nbgrader.api.create_engine = made


class Recorder(Autograde):
    """Sanitizes hand-ins of one lesson and saves their marks.

    Args:
        lesson: its name.
        root: the course directory.

    Raises:
        GradingError: the lesson is not in the gradebook, or not released.
    """

    def __init__(self, lesson: str, root: str | Path) -> None:
        api = directory.course_directory(root)
        super().__init__(coursedir=api.coursedir, parent=api)
        self.lesson, self.root, self.ledger = lesson, Path(root), Ledger(lesson, root)
        self.finished = self.coursedir.autograded_directory
        self.coursedir.submitted_directory = f"{PLACE}/submitted"
        self.coursedir.autograded_directory = f"{PLACE}/autograded"
        self.coursedir.assignment_id = lesson
        self.writer = FilesWriter(parent=self, config=self.config)
        self.exporter = self.exporter_class(parent=self, config=self.config)
        # Metadata were checked when the hand-in was sanitized, and nothing has touched them since.
        left_out = Execute | CheckCellMetadata
        self.autograde_preprocessors: list[Any] = _without(self.autograde_preprocessors, left_out)
        self.released = self._find_lesson()
        releases.keep(self.root, lesson, self.released)  # as it may have come with a clone
        self.earlier = releases.kept(self.root, lesson)

    def _find_lesson(self):
        """The notebook as it was released."""
        path = directory.notebook(self.lesson, self.root / self.coursedir.release_directory)
        with self._gradebook() as gradebook:
            try:
                gradebook.find_notebook(self.lesson, self.lesson)
            except MissingEntry:
                raise GradingError(
                    f"{self.lesson} is not in the gradebook: run "
                    f"nbgrader generate_assignment {self.lesson} first."
                ) from None
        if not path.is_file():
            raise GradingError(f"{path} is missing: run nbgrader generate_assignment {self.lesson} first.")
        return nbformat.read(path, as_version=4)

    def sanitize(
        self, student: str, notebook: nbformat.NotebookNode, files: Mapping[str, Path]
    ) -> tuple[str, dict[str, bytes]]:
        """Make a hand-in ready to run, as ``nbgrader autograde`` does before it executes.

        Args:
            student: the student's id.
            notebook: what `course.grading.intake.take` made of the hand-in.
            files: of the same, paths by relative path.

        Returns:
            The sanitized notebook as JSON, and the bytes of each file that lies beside it.
        """
        source = Path(self.coursedir.format_path(self.coursedir.submitted_directory, student, self.lesson))
        dest = Path(self._format_dest(self.lesson, student))
        for folder in (source, dest):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        for name, path in files.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, source / name, follow_symlinks=False)
        path = source / f"{self.lesson}.ipynb"
        nbformat.write(notebook, path)
        self._sanitizing, self.notebooks = True, [str(path)]
        self.init_assignment(self.lesson, student)
        text = self._preprocess(student, notebook)
        beside = {p.relative_to(dest).as_posix(): p.read_bytes() for p in dest.rglob("*") if p.is_file()}
        return text, beside

    def save(self, student: str, notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
        """Save the marks of an executed notebook, and put it into ``autograded/``.

        Args:
            student: the student's id.
            notebook: the executed notebook.

        Returns:
            The notebook as it lies in ``autograded/``.
        """
        self._sanitizing = False
        final = Path(self.coursedir.format_path(self.finished, student, self.lesson))
        before = final / f"{self.lesson}.ipynb"
        text = self._preprocess(student, notebook, hand_in=self.ledger.fingerprint(student), before=before)
        dest = Path(self._format_dest(self.lesson, student))
        (dest / f"{self.lesson}.ipynb").write_text(text, encoding="utf-8")
        self.set_permissions(self.lesson, student)
        final.parent.mkdir(parents=True, exist_ok=True)
        if final.exists():
            rmtree(str(final))
        os.rename(dest, final)
        return nbformat.reads(text, as_version=4)

    def _preprocess(self, student, notebook, **about):
        self._init_preprocessors()
        resources = {
            "unique_key": self.lesson,
            "output_files_dir": f"{self.lesson}_files",
            "metadata": {"name": self.lesson},
            "nbgrader": {
                "student": student,
                "assignment": self.lesson,
                "notebook": self.lesson,
                "db_url": self.coursedir.db_url,
                **about,
            },
        }
        return self.exporter.from_notebook_node(notebook, resources)[0]

    @contextmanager
    def _gradebook(self):
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            yield gradebook

    def hand_ins(self) -> dict[str, str]:
        """Digests of the hand-ins whose marks the gradebook holds, by student."""
        with self._gradebook() as gradebook:
            return stamps.hand_ins(gradebook, self.lesson)

    def waiting(self) -> dict[str, list[str]]:
        """By student: the cells that wait for a person."""
        with self._gradebook() as gradebook:
            return stamps.waiting(gradebook, self.lesson)

    def clean(self) -> None:
        """Remove the folder in which hand-ins were prepared."""
        shutil.rmtree(self.root / PLACE, ignore_errors=True)


def _without(preprocessors, kinds):
    """The preprocessors of one of nbgrader's lists, classes or their names, but for some kinds."""
    items = [import_item(i) if isinstance(i, str) else i for i in preprocessors]
    return [i for i in items if not issubclass(i, kinds)]
