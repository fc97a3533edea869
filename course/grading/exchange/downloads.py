"""What lies in an archive folder: zip files, and folders that a browser made of them."""

import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from logging import Logger
from pathlib import Path
from typing import Any

from course.grading.exchange.naming import copy_number, folder, piece

File = tuple[str, Callable[[], Any]]  # its path in the download, and what opens it to read bytes


@dataclass
class Download:
    """One zip file or folder of hand-ins.

    ``newest`` is the time of its newest hand-in, (year, month, day, hour, minute, second): Moodle and
    Canvas give files the time when they came in.  ``saved`` is when the download was saved.
    """

    name: str
    saved: float
    newest: tuple[int, ...] = ()
    files: list[File] = field(default_factory=list)

    @property
    def age(self) -> tuple[tuple[int, ...], int, float]:
        """Greater where a download is newer: one that holds a change holds a later time."""
        return self.newest, copy_number(self.name), self.saved

    @property
    def until(self) -> str:
        """Up to when it has hand-ins, for people."""
        return "{}-{:02}-{:02} {:02}:{:02}:{:02}".format(*self.newest)

    def add(self, path: str, read: Callable[[], Any], moment: tuple[int, ...]) -> None:
        """Add a file of this time."""
        self.files.append((path, read))
        if piece(path):
            self.newest = max(self.newest, moment)


def newest_first(archive: Path, log: Logger, stack: ExitStack) -> list[Download]:
    """All downloads in a folder.

    Args:
        archive: the folder.
        log: told of zip files that are broken.
        stack: closes the zip files in the end.
    """
    folders: dict[str, Download] = {}
    found = []
    for path, name in _plain_files(archive):
        saved = path.stat().st_mtime
        if path.suffix.lower() == ".zip" and not piece(name):
            try:
                found.append(_zip(stack.enter_context(zipfile.ZipFile(path)), name, saved))
            except zipfile.BadZipFile:
                log.error("%s is not a zip file, or was not downloaded to its end", name)
        else:
            place = folder(name)
            download = folders.setdefault(place, Download(place or "what lies beside it", saved))
            download.saved = max(download.saved, saved)
            download.add(name, partial(open, path, "rb"), time.localtime(saved)[:6])
    return sorted([*found, *folders.values()], key=lambda one: (one.age, one.name), reverse=True)


def worksheets(archive: Path) -> list[Path]:
    """The CSV files in a folder that are no student's."""
    return [path for path, name in _plain_files(archive) if name.lower().endswith(".csv") and not piece(name)]


def members(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    """The regular files of a zip file, without links and what macOS adds."""
    for info in archive.infolist():
        link = (info.external_attr >> 16) & 0o170000 == 0o120000
        if not info.is_dir() and not link and not _is_litter(info.filename):
            yield info


def _zip(pack, name, saved):
    download = Download(name, saved)
    for info in members(pack):
        download.add(info.filename, partial(pack.open, info), info.date_time)
    return download


def _plain_files(archive):
    """(path, path in the folder) of files, links left out."""
    for path in sorted(archive.rglob("*")):
        name = path.relative_to(archive).as_posix()
        if not path.is_symlink() and path.is_file() and not _is_litter(name):
            yield path, name


def _is_litter(path):
    """Of the computer rather than of the student: checkpoints, what macOS adds."""
    parts = [part for part in path.replace("\\", "/").split("/") if part not in (".", "..")]
    return any(part.startswith((".", "__MACOSX")) for part in parts)
