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
``MoodleExporter`` fills the same worksheet in.  Its names go into the gradebook, also of those who
handed in nothing.  Without a worksheet the id is name and number, ``full-name_123456``: unique, but
good for this lesson only.

Whoever handed in no notebook gets a folder too, so that grading gives a row.  A zip file inside a
hand-in is unpacked; a file named twice is the newest one.  Whoever is in several downloads is taken
from the newest: the one with the latest time inside, and where these are the same, the one with the
browser's greater number ("X (1).zip"); the log says which.  No name can lead out of the student's
folder.  A ``timestamp.txt`` among the files is dropped: students would write their own.  The zip
files tell no trustworthy time; Moodle's worksheet does, once ``c.LmsExtractor.timezone =
"Europe/Berlin"`` says what its times are in.  Other collected hand-ins are never late for nbgrader:
let Moodle or Canvas take the penalty.
"""

import io
import zipfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path, PurePosixPath

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from traitlets import Integer, Unicode

from course.grading.errors import GradingError
from course.grading.exchange import class_list, downloads, worksheet
from course.grading.exchange.downloads import Download
from course.grading.exchange.naming import Piece, piece, safe

UNWANTED = {"timestamp.txt", "Thumbs.db", "desktop.ini"}
NOTE = "not-collected.txt"
CHUNK = 1 << 20


class LmsExtractor(ExtractorPlugin):
    """nbgrader's plug-in: ``archive/`` of Moodle or Canvas to ``extracted/STUDENT/file``."""

    limit = Integer(200, help="MB that one student's files may take in all.").tag(config=True)
    timezone = Unicode("", help="Of the times in Moodle's worksheet; without it they are not used.").tag(
        config=True
    )

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """See nbgrader's ``ExtractorPlugin``; files of nobody are named in the log."""
        archive, self.target = Path(archive_path), Path(extracted_path)
        self.lesson = self.parent.coursedir.assignment_id if self.parent else ""
        self.orders: dict[tuple[str, str], int] = {}
        self.sizes: dict[str, int] = {}
        self.sources: dict[str, Download] = {}
        self._read_worksheets(archive)
        with ExitStack() as stack:
            for download in downloads.newest_first(archive, self.log, stack):
                self._take(download)

    def _read_worksheets(self, archive):
        rows, doubts = worksheet.latest(downloads.worksheets(archive))
        self.known = worksheet.students(rows)
        self.times, more = worksheet.submitted(rows, self.timezone) if self.timezone else ({}, [])
        for doubt in [*doubts, *more, *self._enter(rows.values())]:
            self.log.warning("%s", doubt)

    def _enter(self, rows):
        """Write names into the gradebook; yields why not."""
        try:
            students = class_list.of_worksheet(rows)
            if students and self.parent:
                place = self.parent.coursedir
                class_list.enter(students, place.db_url, place.course_id)
        except (class_list.ClassListError, GradingError) as error:
            yield f"Names of the worksheet are not used: {error}"

    def _take(self, download):
        """Take in the hand-ins of those students who are in no newer download."""
        left_out: dict[str, set[str]] = {}
        for path, read in download.files:
            found = piece(path, self.known, self.lesson)
            if not found:
                if not path.lower().endswith(".csv"):
                    self.log.warning("Skipped %s: neither Moodle nor Canvas names files so", path)
                continue
            source = self.sources.setdefault(found.student, download)
            if source is download:
                self._keep(found, read)
            else:
                left_out.setdefault(f"{source.name} (until {source.until})", set()).add(found.student)
        for newer, students in left_out.items():
            self.log.warning(
                "%s is newer than %s (until %s): it counts for those in both (%d)",
                newer, download.name, download.until, len(students),
            )  # fmt: skip

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
                for info in downloads.members(inner):
                    name = safe(PurePosixPath(info.filename.replace("\\", "/")).name)
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


