"""Marks as CSV files for Canvas, Moodle and a spreadsheet, by ``nbgrader export``.

    nbgrader export                                                         grades.csv
    nbgrader export --exporter=course.grading.exchange.exports.CanvasExporter        canvas.csv
    nbgrader export --exporter=course.grading.exchange.exports.MoodleExporter        moodle.csv

with nbgrader's own ``--to``, ``--assignment`` and ``--student``.  Late penalties are worked out from
the points of now.  For Canvas and Moodle:

- A cell is empty where there is no mark: nothing was handed in, or an answer waits for a person, or
  the grader's evidence does.  ``--LmsExporter.provisional=True`` sends their points so far.
- A student is known by ``lms_user_id`` (``nbgrader db student add ID --lms-user-id …``), else by the
  student id.
- A text that a spreadsheet would take for a formula (``=``, ``+``, ``-``, ``@``, tab or carriage
  return at its start) gets an apostrophe in front.

Canvas: "Grades", "Import".  ``c.CanvasExporter.ids = {"02_mlp_gan": 12345}`` names the assignment's
number in Canvas (in its address); without it Canvas asks which assignment a column is.
Moodle: "Grades", "Import", "CSV file", mapped by ID number or e-mail address (Moodle minds capitals
there); map the feedback column together with the grade, since Moodle clears what is left out.  With
``--MoodleExporter.worksheet=FILE`` and one ``--assignment`` Moodle's own grading worksheet is filled
in instead, to be uploaded under "Upload grading worksheet".
All files are UTF-8 without a byte-order mark, which both read; Excel wants ``--LmsExporter.bom=True``.
"""

from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from traitlets import Bool, Dict, Unicode

from course.grading.directory import nbgrader_settings
from course.grading.exchange import spreadsheet, worksheet
from course.grading.exchange.naming import own_id
from course.grading.exchange.scores import ExportError, MarksExporter, Score, safe

COLUMNS = [
    *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
    *("raw_score", "late_submission_penalty", "score", "max_score", "needs_manual_grade"),
]


class CsvExporter(MarksExporter):
    """nbgrader's own CSV file with quotes where they belong, and a column for marks that wait."""

    def rows(self) -> list[list[Any]]:
        """The table, its header first."""
        lines = [[lesson, student] for lesson in self.lessons for student in self.students]
        return [COLUMNS, *(self._row(lesson, student) for lesson, student in lines)]

    def _row(self, lesson, student):
        score = self.score(student.id, lesson.name) or Score(0.0)
        submission = self.submissions.get((student.id, lesson.name))
        who = [student.id, student.last_name, student.first_name, student.email]
        points = [score.points, lesson.max_score, score.waits]
        raw = [submission.score if submission else 0.0, score.penalty]
        when = [lesson.duedate or "", (submission and submission.timestamp) or ""]
        return [safe(lesson.name), *when, *map(safe, who), *raw, *points]


class LmsExporter(MarksExporter):
    """What Canvas and Moodle share: an empty cell where there is no mark yet."""

    provisional = Bool(False, help="Write the points so far where a person has yet to mark.").tag(config=True)

    def grade(self, score: Score | None, scale: float = 1.0) -> str:
        """What stands in the cell of a mark."""
        if score is None or (score.waits and not self.provisional):
            return ""
        return f"{round(score.points * scale, 2):g}"

    def export(self, gradebook: Gradebook) -> None:
        """See nbgrader's ``ExportPlugin``; says how many marks were left out."""
        super().export(gradebook)
        waiting = sum(map(self.waits, self.submissions.values()))
        if waiting:
            words = "hold the points so far" if self.provisional else "are left empty"
            self.log.warning("%d marks wait for a person and %s", waiting, words)


class CanvasExporter(LmsExporter):
    """A file for Canvas's "Grades", "Import"."""

    ids = Dict(help="The number of each lesson's assignment in Canvas, by lesson.").tag(config=True)
    file = "canvas.csv"

    def rows(self) -> list[list[Any]]:
        """The table: its header, the points possible, the students."""
        names = [a.name + (f" ({self.ids[a.name]})" if a.name in self.ids else "") for a in self.lessons]
        header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *map(safe, names)]
        most = ["    Points Possible", "", "", "", "", *(f"{a.max_score:g}" for a in self.lessons)]
        return [header, most, *map(self._row, self.students)]

    def _row(self, student):
        number = student.lms_user_id or (student.id if student.id.isdecimal() else "")
        login = "" if student.id.isdecimal() else student.id
        grades = [self.grade(self.score(student.id, lesson.name)) for lesson in self.lessons]
        return [safe(_name(student)), safe(number), "", safe(login), "", *grades]


class MoodleExporter(LmsExporter):
    """A file for Moodle's "Grades", "Import", or its grading worksheet filled in."""

    worksheet = Unicode("", help="Moodle's grading worksheet of the one assignment.").tag(config=True)
    file = "moodle.csv"

    def rows(self) -> list[list[Any]]:
        """The table, its header first."""
        if self.worksheet:
            return self._filled()
        header = ["First name", "Last name", "ID number", "Email address"]
        for lesson in self.lessons:
            header += [safe(lesson.name), safe(f"{lesson.name} feedback")]
        return [header, *map(self._row, self.students)]

    def _row(self, student):
        email = student.email or (student.id if "@" in student.id else "")
        who = [student.first_name, student.last_name, student.lms_user_id or student.id, email]
        row = [safe(text) for text in who]
        for lesson in self.lessons:
            score = self.score(student.id, lesson.name)
            row += [self.grade(score), self._comment(score)]
        return row

    def _filled(self):
        """Moodle's own cells stay as they are, since it compares them."""
        if len(self.lessons) != 1:
            raise ExportError("a grading worksheet is for one lesson: name it with --assignment")
        lesson = self.lessons[0]
        try:
            table = spreadsheet.read(self.worksheet)
        except spreadsheet.SpreadsheetError as error:
            raise ExportError(str(error)) from None
        columns, rows = table.columns, table.rows
        if "Identifier" not in columns or "Grade" not in columns:
            raise ExportError(f"{self.worksheet} is no grading worksheet: it lacks the columns of one")
        for row in rows:
            score = self._of(row, lesson.name)
            grade = self.grade(score, _scale(row.get("Maximum grade"), lesson.max_score))
            if grade:
                row["Grade"] = grade
            if grade and "Feedback comments" in columns:
                row["Feedback comments"] = self._comment(score)
        return [columns, *([row.get(column) for column in columns] for row in rows)]

    def _of(self, row, lesson):
        own = own_id(row.get("Full name") or "Participant", worksheet.number(row))
        return self.score(worksheet.student(row), lesson) or self.score(own, lesson)

    def _comment(self, score):
        if score is None or (score.waits and not self.provisional):
            return ""
        words = []
        if score.penalty:
            words.append(f"Handed in late: {round(score.penalty, 2):g} points taken off.")
        if score.waits:
            words.append("Some answers wait for a person.")
        return " ".join(words)


KINDS = {"csv": CsvExporter, "canvas": CanvasExporter, "moodle": MoodleExporter}


def write(kind: str, root: str | Path, path: str | Path, **settings: Any) -> None:
    """Write the marks of a course directory to a file.

    Args:
        kind: "csv", "canvas" or "moodle".
        root: the course directory, which holds ``nbgrader_config.py``.
        path: the file.
        settings: traits of the exporter, such as ``assignment=["02_mlp_gan"]``, ``provisional=True``.

    Raises:
        ExportError: there is no such kind, no gradebook yet, or the worksheet does not fit.
    """
    if kind not in KINDS:
        raise ExportError(f"there is no export {kind!r}; known are {', '.join(KINDS)}")
    config = nbgrader_settings(root)
    url = config.CourseDirectory.db_url
    if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists():
        raise ExportError("there are no marks yet: grade a lesson first")
    with Gradebook(url, config.CourseDirectory.course_id) as gradebook:
        KINDS[kind](config=config, to=str(path), **settings).export(gradebook)


def _name(student):
    names = [name for name in (student.last_name, student.first_name) if name]
    return ", ".join(names) or student.id


def _scale(most_there, most_here):
    """From our points to those that Moodle's assignment gives at most."""
    try:
        return float((most_there or "").replace(",", ".")) / most_here
    except (ValueError, ZeroDivisionError):
        return 1.0
