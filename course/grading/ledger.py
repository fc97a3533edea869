"""What has been graded: a small file for each hand-in, written last, when its marks are saved.

A run that was killed left no file for the hand-in it was at, so the next run grades that one
again.  The file also holds the hand-in's row for the summary, and a fingerprint of all that its
marks depend on: a hand-in whose fingerprint is the same needs no second run.
"""

import contextlib
import hashlib
import json
import os
from dataclasses import asdict
from functools import cached_property
from pathlib import Path

import nbformat

from course.grading.report import Row
from course.grading.stamps import digest

LONGEST = 200  # bytes of a file's name here, without its suffix
FOLDER = "gradebook/graded"  # in the course directory: LESSON/STUDENT.json


class Ledger:
    """The graded hand-ins of one lesson.

    Args:
        lesson: its name.
        root: the course directory.
    """

    def __init__(self, lesson: str, root: str | Path) -> None:
        self.lesson, self.root = lesson, Path(root)
        self.folder = self.root / FOLDER / lesson
        self._fingerprints: dict[str, str] = {}

    def fingerprint(self, student: str) -> str:
        """A digest of the hand-in and of the lesson, as they stood when this was asked first."""
        if student not in self._fingerprints:
            digest = hashlib.blake2b(self._lesson_digest, digest_size=16)
            _add_folder(digest, self.root / "submitted" / student / self.lesson)
            self._fingerprints[student] = digest.hexdigest()
        return self._fingerprints[student]

    @cached_property
    def _lesson_digest(self):
        """Of what marks depend on: code with its hidden tests in source/, marked cells in release/."""
        steps = ("source", _is_code), ("release", _is_marked)
        paths = {step: self.root / step / self.lesson / f"{self.lesson}.ipynb" for step, _ in steps}
        return "".join(_cells(paths[step], counts) for step, counts in steps).encode()

    def find(self, student: str) -> Row | None:
        """The row of a hand-in that was graded as it stands now, else None."""
        try:
            entry = json.loads(self._path(student).read_text(encoding="utf-8"))
            row = Row(**entry["row"])
        except (OSError, ValueError, KeyError, TypeError):  # none, or not one of ours
            return None
        graded = self.root / "autograded" / student / self.lesson / f"{self.lesson}.ipynb"
        return row if entry["fingerprint"] == self.fingerprint(student) and graded.is_file() else None

    def write(self, row: Row) -> None:
        """Note that a hand-in's marks are saved."""
        text = json.dumps({"fingerprint": self.fingerprint(row.student), "row": asdict(row)}, indent=1)
        replace(self._path(row.student), text)

    def forget(self, student: str) -> None:
        """Note that a hand-in's marks are about to change."""
        self._path(student).unlink(missing_ok=True)

    def _path(self, student):
        name = student
        if len(os.fsencode(name)) > LONGEST:  # with the suffix no system would take it
            name = f"{student[:40]}-{hashlib.blake2b(os.fsencode(student), digest_size=16).hexdigest()}"
        return self.folder / f"{name}.json"


def replace(path: Path, text: str) -> None:
    """Write a text file in one step: a reader sees the old one or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{os.getpid()}.part")
    try:
        with fresh.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise


def _cells(path, counts):
    """A digest of the cells that count, whatever their outputs are; prose gives no reason to grade anew."""
    try:
        notebook = nbformat.read(path, as_version=4)
    except (OSError, ValueError):
        return "none"
    cells = [(c.cell_type, c.source, c.metadata.get("nbgrader"), c.metadata.get("course"))
             for c in notebook.cells if counts(c)]
    return digest(cells, notebook.metadata.get("kernelspec"))


def _is_code(cell):
    return cell.cell_type == "code"


def _is_marked(cell):
    return "nbgrader" in cell.metadata


def _add_folder(digest, folder):
    """Names and contents of regular files, names and kinds of all else; nothing is followed."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name)
            digest.update(os.fsencode(path.relative_to(folder)) + b"\0")
            try:
                if path.is_file() and not path.is_symlink():
                    with path.open("rb") as file:
                        digest.update(hashlib.file_digest(file, "blake2b").digest())
                else:
                    digest.update(str(path.lstat().st_mode).encode())
            except OSError as error:
                digest.update(str(error.errno).encode())
