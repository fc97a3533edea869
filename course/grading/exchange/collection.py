"""Hand-ins from Moodle's and Canvas's zip files, for ``nbgrader zip_collect LESSON``.

Put what was downloaded into ``downloaded/LESSON/archive/``: the zip file, or the folder that a
browser made of it.  These names are understood:

    Full Name_123456_assignsubmission_file_/generator.pt     Moodle, in folders or
    Full Name_123456_assignsubmission_file_02_mlp_gan.ipynb  without ("onlinetext" too)
    lovelaceada_LATE_2041_998877_02_mlp_gan-1.ipynb          Canvas: user 2041, file 998877

**Student ids.**  Canvas's user number is the same in every lesson, so it is the id alone: the name
before it may change.  Moodle's number is another one in each lesson.  Put the lesson's *grading
worksheet* (Moodle: "Download grading worksheet") beside the zip file: the id is then the student's
ID number or else e-mail address (as written there), the same in every lesson, and
``MoodleExporter`` fills the same worksheet in.  Without a worksheet the id is name and number,
``full-name_123456``: unique, but good for this lesson only.

Whoever handed in no notebook gets a folder too, so that grading gives a row.  A zip file inside a
hand-in is unpacked; a file named twice is the newest one.  No name can lead out of the student's
folder.  A ``timestamp.txt`` among the files is dropped: students would write their own.  The zip
files tell no trustworthy time; Moodle's worksheet does, once ``c.LmsExtractor.timezone =
"Europe/Berlin"`` says what its times are in.  Other collected hand-ins are never late for nbgrader:
let Moodle or Canvas take the penalty.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from traitlets import Integer, Unicode

from course.grading.exchange import worksheet

MOODLE = re.compile(r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_(?:file|onlinetext)_?(?P<file>.*)")
CANVAS = re.compile(
    r"(?P<name>.+?)_(?:LATE_)?(?P<user>\d+)_(?:(?P<order>\d+)_(?P<file>.+)|(?P<text>text\.html))"
)
COPY = re.compile(r"-\d+(?=\.[^.]*$)")  # what Canvas adds when a file is handed in again
UNWANTED = {"timestamp.txt", "Thumbs.db", "desktop.ini"}
NOTE = "not-collected.txt"
CHUNK = 1 << 20


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
    name = _safe(name)
    return Piece(student, name, order, number) if name else None


def _safe(name):
    """A file name that is one: no separators, control characters, leading dots or endless length."""
    name = re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|]', "_", unicodedata.normalize("NFC", name)).strip(" ")
    stem, dot, ending = name.lstrip(".").rpartition(".")
    return f"{stem[:150]}{dot}{ending[:20]}"


def own_id(name: str, number: str) -> str:
    """The id of one whom no worksheet names: "José O'Neill", "123" gives "jose-oneill_123"."""
    plain = unicodedata.normalize("NFKD", name.replace("'", "").replace("’", ""))
    words = re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c)).lower())
    return f"{'-'.join(words)[:80] or 'student'}_{number}"


class LmsExtractor(ExtractorPlugin):
    """nbgrader's plug-in: ``archive/`` of Moodle or Canvas to ``extracted/STUDENT/file``."""

    limit = Integer(200, help="MB that one student's files may take in all.").tag(config=True)
    timezone = Unicode("", help="Of the times in Moodle's worksheet; without it they are not used.").tag(
        config=True
    )

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """See nbgrader's ``ExtractorPlugin``; files of nobody are named in the log."""
        self.target = Path(extracted_path)
        self.known = worksheet.students(archive_path)
        self.times = worksheet.submitted(archive_path, self.timezone) if self.timezone else {}
        self.orders: dict[tuple[str, str], int] = {}
        self.sizes: dict[str, int] = {}
        lesson = self.parent.coursedir.assignment_id if self.parent else ""
        for name, read in _files(Path(archive_path), self.log):
            found = piece(name, self.known, lesson)
            if found:
                self._keep(found, read)
            elif not name.lower().endswith(".csv"):
                self.log.warning("Skipped %s: neither Moodle nor Canvas names files so", name)

    def _keep(self, found, read):
        folder = self.target / found.student
        folder.mkdir(parents=True, exist_ok=True)
        if found.number in self.times:
            (folder / "timestamp.txt").write_text(self.times[found.number].isoformat())
        if found.name.lower().endswith(".zip"):
            self._unpack(found, read)
        elif found.name not in UNWANTED and self._newest(found):
            self._write(found, read)

    def _newest(self, found):
        key = found.student, found.name
        if found.order < self.orders.get(key, -1):
            return False
        self.orders[key] = found.order
        return True

    def _unpack(self, found, read):
        """A zip file that a student handed in, one level deep, without its folders."""
        try:
            with read() as stream, zipfile.ZipFile(io.BytesIO(stream.read(self.limit << 20))) as inner:
                for info in _members(inner):
                    name = _safe(PurePosixPath(info.filename.replace("\\", "/")).name)
                    again = Piece(found.student, name, found.order)
                    if name and name not in UNWANTED and self._newest(again):
                        self._write(again, partial(inner.open, info))
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
            self._note(found, error)
            self._write(found, read)

    def _write(self, found, read):
        """Copy in pieces, since a zip file may claim any size for what it holds."""
        path = self.target / found.student / found.name
        left = (self.limit << 20) - self.sizes.get(found.student, 0)
        try:
            with read() as source, open(path, "wb") as target:
                while chunk := source.read(CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise OSError(f"more than {self.limit} MB")
                    target.write(chunk)
        except (OSError, RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
            path.unlink(missing_ok=True)
            self._note(found, error)
            return
        self.sizes[found.student] = self.sizes.get(found.student, 0) + path.stat().st_size


    def _note(self, found, error):
        """Say in the hand-in what is missing: who handed in nothing of use gets a folder too."""
        self.log.warning("Cannot collect %s of %s: %s", found.name, found.student, error)
        with open(self.target / found.student / NOTE, "a", encoding="utf-8") as file:
            file.write(f"{found.name}: {error}\n")


class LmsCollector(FileNameCollectorPlugin):
    """nbgrader's plug-in: whose file it is, from where `LmsExtractor` put it."""

    def collect(self, submitted_file: str) -> dict[str, str]:
        """See nbgrader's ``FileNameCollectorPlugin``; any kind of file is collected."""
        path = Path(submitted_file)
        return {"student_id": path.parent.name, "file_id": path.name}


def _files(archive, log):
    """(path, function that opens it) of each file in the folder and in its zip files."""
    for path in sorted(archive.rglob("*")):
        name = path.relative_to(archive).as_posix()
        if path.is_symlink() or not path.is_file() or _is_litter(name):
            continue
        if path.suffix.lower() != ".zip" or piece(name):
            yield name, partial(open, path, "rb")
            continue
        try:
            with zipfile.ZipFile(path) as download:
                for info in _members(download):
                    yield info.filename, partial(download.open, info)
        except zipfile.BadZipFile:
            log.error("%s is not a zip file, or was not downloaded to its end", name)


def _members(archive):
    """The regular files of a zip file, without links and what macOS adds."""
    for info in archive.infolist():
        link = (info.external_attr >> 16) & 0o170000 == 0o120000
        if not info.is_dir() and not link and not _is_litter(info.filename):
            yield info


def _is_litter(path):
    """Of the computer rather than of the student: checkpoints, what macOS adds."""
    parts = [part for part in path.replace("\\", "/").split("/") if part not in (".", "..")]
    return any(part.startswith((".", "__MACOSX")) for part in parts)
