"""The files of a hand-in: nothing is followed, and nothing but plain files is ever opened."""

import os
import stat
import unicodedata
from collections import deque
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path, PurePosixPath

from nbgrader.utils import parse_utc

from course.grading.intake.notes import Notes, shown

MEGABYTE = 10**6
MOST_FILES, MOST_BYTES = 1_000, 200 * MEGABYTE
DEEPEST, MOST_ENTRIES = 20, 20_000
SILENT = {"__pycache__", "__MACOSX", "Thumbs.db", "desktop.ini"}


class IntakeError(ValueError):
    """Nothing can be graded; the message is one sentence that says why."""


@dataclass
class Folder:
    """What lies in a hand-in's folder."""

    files: dict[PurePosixPath, Path] = field(default_factory=dict)  # relative path → a plain file
    odd: dict[PurePosixPath, str] = field(default_factory=dict)  # relative path → what it is instead


def look(folder: Path, notes: Notes) -> Folder:
    """List a hand-in's folder, the top first.

    Args:
        folder: path of the folder.
        notes: `Notes`, told what was left out.

    Returns:
        A `Folder`; hidden files, caches and the like are in neither of its lists.

    Raises:
        IntakeError: it is no folder that can be read.
    """
    _check(folder)
    found, left, queue = Folder(), MOST_ENTRIES, deque([PurePosixPath()])
    while queue:
        place = queue.popleft()
        names = _names(folder / place, left)
        if names is None:
            found.odd[place] = "unreadable folder"
            continue
        left -= len(names)
        for name in names:
            if not _silent(name):
                _sort(folder, place / name, found, queue)
    for path, what in found.odd.items():
        notes.add(what, "left out", path)
    if left <= 0:
        notes.add("files", f"after the first {MOST_ENTRIES:,} not looked at")
    return found


def extra_files(found: Folder, notebook: PurePosixPath, notes: Notes) -> dict[str, Path]:
    """The files to lie beside the notebook, by the path that they get there.

    Args:
        found: a `Folder`.
        notebook: relative path of the notebook that was chosen.
        notes: `Notes`, told what was left out.

    Returns:
        A dictionary from relative POSIX path to `Path`.
    """
    placed = {}
    for path in found.files:
        if path != notebook:
            reason = _unfit(path, found.files[path])
            if reason:
                notes.add(*reason, path)
            else:
                placed[path] = found.files[path]
    return _limited(_beside(placed, notebook.parent), notes)


def _check(folder):
    try:
        mode = os.lstat(folder).st_mode
    except OSError as error:
        raise IntakeError(f"Nothing was handed in: there is no folder {shown(folder.name)}.") from error
    if stat.S_ISLNK(mode):
        raise IntakeError("The hand-in is a link, which is not followed: hand in the files themselves.")
    if not stat.S_ISDIR(mode):
        raise IntakeError("The hand-in is a file where a folder with the notebook should be.")
    if not os.access(folder, os.R_OK | os.X_OK):
        raise IntakeError("The hand-in's folder cannot be read: its permissions forbid it.")


def _names(place, most):
    try:
        with os.scandir(place) as entries:
            return sorted(entry.name for entry in islice(entries, max(most, 0)))
    except OSError:
        return None


def _silent(name):
    return name in SILENT or name.endswith(".pyc") or (name.startswith(".") and not name.startswith(".."))


def _sort(folder, path, found, queue):
    what = _what(folder / path)
    if what == "file":
        found.files[path] = folder / path
    elif what == "folder" and len(path.parts) < DEEPEST:
        queue.append(path)
    else:
        found.odd[path] = "too deep folder" if what == "folder" else what


def _what(path):
    try:
        mode = os.lstat(path).st_mode
    except OSError:
        return "unreadable file"
    if stat.S_ISLNK(mode):
        return "link"
    if stat.S_ISDIR(mode):
        return "folder"
    if not stat.S_ISREG(mode):
        return "special file"  # a pipe, a socket, a device: opening it could wait for ever
    return "file" if os.access(path, os.R_OK) else "unreadable file"


def _unfit(path: PurePosixPath, place: Path) -> tuple[str, str] | None:
    """Why a plain file does not go with the notebook, as a noun and what happened; None if it does."""
    if path.suffix.lower() == ".ipynb":
        return "extra notebook", "left out"
    if any(_tricky(part) for part in path.parts) or len(os.fsencode(str(path))) > 400:
        return "file", "left out (unsafe name)"
    # nbgrader would take a folder of that name for a notebook.
    if any(part.lower().endswith(".ipynb") for part in path.parts):
        return "file", "left out (in a folder named like a notebook)"
    if "timestamp.txt" in path.parts and not _is_time(place):
        return "file", "left out (it holds no time)"
    return None


def _tricky(name):
    odd = any(c in "\\\"'`:*?<>|" or unicodedata.category(c)[0] == "C" or c in "\u2028\u2029" for c in name)
    return odd or name.startswith(("..", "~", "-")) or name != name.strip() or len(os.fsencode(name)) > 150


def _is_time(path):
    """Whether nbgrader can read the file as the time of a hand-in; it would end the batch if not."""
    if path.name != "timestamp.txt" or path.stat().st_size > 200:
        return False
    try:
        text = path.read_text().strip()
        return not text or parse_utc(text) is not None
    except (ValueError, OverflowError, TypeError, AttributeError, OSError):
        return False


def _beside(placed, home):
    """Paths as seen from the notebook's folder; files from outside it keep theirs, where it is free."""
    inside = {path.relative_to(home): path for path in placed if path.is_relative_to(home)}
    tops = {path.parts[0] for path in inside}
    for path in placed:
        if not path.is_relative_to(home) and path.parts[0] not in tops:
            inside[path] = path
    return {path: placed[source] for path, source in inside.items()}


def _limited(placed, notes):
    """The first files, those near the notebook and the small ones before the others."""
    sizes = {path: place.stat().st_size for path, place in placed.items()}
    kept: dict[str, Path] = {}
    total = 0
    for path in sorted(placed, key=lambda path: (len(path.parts), sizes[path], path)):
        if len(kept) == MOST_FILES:
            notes.add("file", f"left out (past the limit of {MOST_FILES:,} files)", path)
        elif total + sizes[path] > MOST_BYTES:
            notes.add("file", f"left out (past the limit of {MOST_BYTES // MEGABYTE} MB)", path)
        else:
            kept[str(path)], total = Path(placed[path]), total + sizes[path]
    return kept
