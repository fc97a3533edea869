"""Weights that nobody trained: those of a hand-in that are the reference's own."""

import mmap
import zipfile
from collections.abc import Iterable
from pathlib import Path

from course.grading import directory

SENTENCE = (
    "{name} holds the very weights of the course's own solution: copied, or trained with the same code, seed "
    "and kind of machine"
)


def sentences(files: dict[str, Path], lesson: str, source: Path) -> list[str]:
    """Say of each file with weights whether they are the reference's.

    A tensor's numbers lie in a file of ``torch.save`` as they lie in memory, so they are looked for as
    bytes: under whatever name, saved anew or not, and without loading what nobody has checked yet.
    Weights that were changed a little are not noticed.

    Args:
        files: of a hand-in, by relative path.
        lesson: name of the lesson.
        source: folder of lessons; where it lacks the reference's weights, the course's own are taken.

    Returns:
        A list of sentences, for whoever grades.
    """
    known = [_largest(path) for path in _references(lesson, source)]
    suspects = {name: path for name, path in files.items() if path.suffix in (".pt", ".pth", ".bin", ".pkl")}
    return [SENTENCE.format(name=name) for name, path in suspects.items() if _holds(path, known)]


def _references(lesson: str, source: Path) -> list[Path]:
    for folder in (source / lesson, directory.SOURCE / lesson):
        if found := sorted(folder.glob("*.reference.pt")):
            return found
    return []


def _largest(path: Path) -> bytes:
    """The bytes of the largest tensor in a file of ``torch.save``."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(max(archive.infolist(), key=lambda entry: entry.file_size))


def _holds(path: Path, known: Iterable[bytes]) -> bool:
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return any(content.find(numbers) >= 0 for numbers in known)
    except (OSError, ValueError):  # unreadable, or empty
        return False
