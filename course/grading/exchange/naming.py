"""Whose file it is, by its name in a download of Moodle or Canvas."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

MOODLE = re.compile(r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_(?:file|onlinetext)_?(?P<file>.*)")
CANVAS = re.compile(
    r"(?P<name>.+?)_(?:LATE_)?(?P<user>\d+)_(?:(?P<order>\d+)_(?P<file>.+)|(?P<text>text\.html))"
)
COPY = re.compile(r"-\d+(?=\.[^.]*$)")  # what Canvas adds when a file is handed in again
# What browsers and macOS add when there is such a file already.
AGAIN = re.compile(r"(?: ?\((\d+)\)| (\d+))(?:\.zip|\.csv)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Piece:
    """One file of one student; of two with the same name the greater ``order`` is the newer."""

    student: str
    name: str
    order: int = 0
    number: str = ""  # Moodle's, of the participant


def piece(path: str, known: Mapping[str, str] | None = None, lesson: str = "") -> Piece | None:
    """Whose file this is, by its path in the download; None where neither system names files so.

    Args:
        path: path in the zip file, with "/" or, from some Windows programs, "\\\\".
        known: student ids by Moodle's participant number.
        lesson: Canvas's "-1" is dropped from this lesson's notebook alone.
    """
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    for i, part in enumerate(parts):
        if moodle := MOODLE.fullmatch(part):
            name = parts[-1] if i < len(parts) - 1 else moodle["file"]
            student = (known or {}).get(moodle["number"])
            student = student or own_id(moodle["name"], moodle["number"])
            return _piece(student, name, number=moodle["number"])
    canvas = CANVAS.fullmatch(parts[-1]) if parts else None
    if not canvas:
        return None
    name = canvas["file"] or canvas["text"]
    if COPY.sub("", name) == f"{lesson}.ipynb":
        name = f"{lesson}.ipynb"
    return _piece(canvas["user"], name, int(canvas["order"] or 0))


def _piece(student, name, order=0, number=""):
    name = safe(name)
    return Piece(student, name, order, number) if name else None


def safe(name: str) -> str:
    """A file name that is one: no separators, control characters, leading dots or endless length."""
    name = re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|]', "_", unicodedata.normalize("NFC", name)).strip(" ")
    stem, dot, ending = name.lstrip(".").rpartition(".")
    return f"{stem[:150]}{dot}{ending[:20]}"


def own_id(name: str, number: str) -> str:
    """The id of one whom no worksheet names: "José O'Neill", "123" gives "jose-oneill_123"."""
    plain = unicodedata.normalize("NFKD", name.replace("'", "").replace("’", ""))
    words = re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c)).lower())
    return f"{'-'.join(words)[:80] or 'student'}_{number}"


def folder(path: str) -> str:
    """The folder in which a download was unpacked, by the path of a hand-in's file; "" for none."""
    parts = path.split("/")
    place = next((i for i, part in enumerate(parts) if MOODLE.fullmatch(part)), len(parts) - 1)
    return "/".join(parts[:place])


def copy_number(name: str) -> int:
    """The number that a browser put behind a name that was taken: "X (1).zip" gives 1, "X.zip" 0."""
    found = AGAIN.search(name)
    return int(found[1] or found[2]) if found else 0
