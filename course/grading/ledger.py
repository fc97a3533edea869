"""What has been graded: a small file for each hand-in, written last, when its marks are saved.

A run that was killed left no file for the hand-in it was at, so the next run grades that one
again.  The file also holds the hand-in's row for the summary, and a fingerprint of all that its
marks depend on: a hand-in whose fingerprint is the same needs no second run.
"""

import hashlib
import json
import os
from dataclasses import asdict
from pathlib import Path

from course.grading.report import Row

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

    def fingerprint(self, student: str) -> str:
        """A digest of the hand-in, and of the lesson as it stands in source/ and release/."""
        digest = hashlib.blake2b(digest_size=16)
        for step in ("source", "release"):
            path = self.root / step / self.lesson / f"{self.lesson}.ipynb"
            digest.update(path.read_bytes() if path.is_file() else b"none")
        _add_folder(digest, self.root / "submitted" / student / self.lesson)
        return digest.hexdigest()

    def find(self, student: str, fingerprint: str) -> Row | None:
        """The row of a hand-in that was graded with this fingerprint, else None."""
        try:
            entry = json.loads(self._path(student).read_text(encoding="utf-8"))
            row = Row(**entry["row"])
        except (OSError, ValueError, KeyError, TypeError):  # none, or not one of ours
            return None
        graded = self.root / "autograded" / student / self.lesson / f"{self.lesson}.ipynb"
        return row if entry["fingerprint"] == fingerprint and graded.is_file() else None

    def write(self, row: Row, fingerprint: str) -> None:
        """Note that a hand-in's marks are saved."""
        text = json.dumps({"fingerprint": fingerprint, "row": asdict(row)}, indent=1)
        replace(self._path(row.student), text)

    def forget(self, student: str) -> None:
        """Note that a hand-in's marks are about to change."""
        self._path(student).unlink(missing_ok=True)

    def _path(self, student):
        return self.folder / f"{student}.json"


def replace(path: Path, text: str) -> None:
    """Write a text file in one step: a reader sees the old one or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with fresh.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _add_folder(digest, folder):
    """Names and contents of regular files, names and kinds of all else; nothing is followed."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name)
            digest.update(os.fsencode(path.relative_to(folder)) + b"\0")
            if path.is_file() and not path.is_symlink():
                try:
                    with path.open("rb") as file:
                        digest.update(hashlib.file_digest(file, "blake2b").digest())
                except OSError as error:
                    digest.update(str(error.errno).encode())
            else:
                digest.update(str(path.lstat().st_mode).encode())
