"""What every export of marks shares: whose marks, late penalties of now, and a file safe to open."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook, SubmittedAssignment
from nbgrader.apps.baseapp import NbGrader
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import ExportPlugin
from traitlets import Bool

from course.grading.exchange import lateness

FORMULA = re.compile(r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20].")
EVIDENCE = b'"course_evidence"'  # in an autograded notebook
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


class ExportError(RuntimeError):
    """Marks could not be written; the message says why in one sentence."""


@dataclass(frozen=True)
class Score:
    """One student's points for one lesson, late penalty taken off; ``waits``: for a person."""

    points: float
    penalty: float = 0.0
    waits: bool = False


class MarksExporter(ExportPlugin):
    """What the exporters share: which lessons and students, their marks, a safe file."""

    bom = Bool(False, help="Begin the file with a byte-order mark, for Excel.").tag(config=True)
    file = "grades.csv"

    def export(self, gradebook: Gradebook) -> None:
        """See nbgrader's ``ExportPlugin``."""
        chosen = {str(name) for name in self.assignment}
        wanted = {str(name) for name in self.student}
        self.lessons = [a for a in gradebook.assignments if not chosen or a.name in chosen]
        self.students = [s for s in gradebook.students if not wanted or s.id in wanted]
        submissions = [s for a in self.lessons for s in gradebook.assignment_submissions(a.name)]
        lateness.settle(gradebook, self, submissions)
        self.submissions = {(s.student_id, s.name): s for s in submissions}
        try:
            rows = self.rows()
        except ExportError as error:
            if isinstance(self.parent, NbGrader):  # its command would show a traceback
                self.parent.fail("%s", error)
            raise
        encoding = "utf-8-sig" if self.bom else "utf-8"
        with open(self.to or self.file, "w", newline="", encoding=encoding) as file:
            csv.writer(file).writerows(rows)

    def score(self, student: str, lesson: str) -> Score | None:
        """A student's `Score` for a lesson, by their names; None where nothing was handed in."""
        submission = self.submissions.get((student, lesson))
        if submission is None:
            return None
        penalty = submission.late_submission_penalty or 0.0
        return Score(max(0.0, submission.score - penalty), penalty, self.waits(submission))

    def waits(self, submission: SubmittedAssignment) -> bool:
        """Whether a person has to mark an answer, or to look at the grader's evidence first.

        Evidence takes all points of graded cells; whoever gives one of them marks by hand has looked.
        """
        if submission.needs_manual_grade:
            return True
        cells = [g for n in submission.notebooks for g in n.grades if g.cell.cell_type == "code"]
        if submission.code_score or any(grade.manual_score is not None for grade in cells):
            return False
        places = CourseDirectory(parent=self)
        folder = places.format_path(places.autograded_directory, submission.student_id, submission.name)
        return any(EVIDENCE in path.read_bytes() for path in Path(folder).glob("*.ipynb"))


def safe(value: object) -> str:
    """A text for a cell of CSV that no spreadsheet takes for a formula; None gives ""."""
    text = "" if value is None else str(value)
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text
