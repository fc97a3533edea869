"""Marks saved into the gradebook, where those that a person gave hold."""

from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import SaveAutoGrades
from nbgrader.utils import determine_grade, is_grade, is_locked, is_solution

from course.grading import stamps
from course.grading.intake.matching import plain
from course.grading.marks import bonus, mark


class SaveMarks(SaveAutoGrades):
    """nbgrader's ``SaveAutoGrades``, which asks for every mark by hand again, but not for those that hold.

    A mark by hand holds while the answer and its points are as they were when it was given.  In the place
    of the program's own mark it holds while the student's code and that mark are the same, or where
    the two agree.  In ``nbgrader_config.py`` it stands in ``c.Autograde.autograde_preprocessors``.

    What a cell with a bonus earned becomes its extra credit, which nbgrader adds to a score and not to the
    most that there is to earn, and which formgrader shows and changes.
    """

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        about = resources["nbgrader"]
        self.answers = _answers(nb)
        self.before = _answers_before(about.get("before"))
        nb, resources = super().preprocess(nb, resources)
        with Gradebook(self.db_url) as gradebook:
            row = gradebook.find_submission_notebook(self.notebook_id, self.assignment_id, self.student_id)
            stamps.write(gradebook, row.id, stamps.Stamp(about.get("hand_in", "")))
            gradebook.db.commit()
            self.log.info("%s", _summary(row))
        return nb, resources

    def _add_score(self, cell, resources):
        """In nbgrader's place; all in one commit, since a run may be killed between two."""
        name = cell.metadata.nbgrader.grade_id
        grade = self.gradebook.find_grade(name, self.notebook_id, self.assignment_id, self.student_id)
        marked = self._marked(grade, name)
        grade.auto_score, _ = determine_grade(cell, self.log)
        self._add_bonus(grade, cell)
        now, by_hand = self._digest(name, grade), grade.manual_score
        if by_hand is not None and by_hand == grade.auto_score:
            marked = now
        grade.needs_manual_grade = marked != now if by_hand is not None else grade.auto_score is None
        stamps.write(self.gradebook, grade.id, stamps.Stamp(now, marked))
        self.gradebook.db.commit()

    def _add_bonus(self, grade, cell):
        """Extra credit for a cell with a bonus; what a person entered in its place holds."""
        if not bonus(cell):
            return
        place = stamps.digest(grade.id, "bonus")
        given = stamps.find(self.gradebook, place).seen
        if grade.extra_credit is None or given == f"{grade.extra_credit:g}":
            grade.extra_credit = mark(cell).points
            stamps.write(self.gradebook, place, stamps.Stamp(f"{grade.extra_credit:g}"))

    def _marked(self, grade, name):
        """The digest of the answer that a person has marked, "" if nobody has."""
        if grade.manual_score is None:
            return ""
        stamp = stamps.find(self.gradebook, grade.id)
        if grade.needs_manual_grade:
            return stamp.marked
        # Marked before there were stamps: the answer of then lies in autograded/.
        return stamp.seen or (self._digest(name, grade, self.before) if name in self.before else "")

    def _digest(self, name, grade, answers=None):
        return stamps.digest((answers or self.answers)[name], grade.max_score, grade.auto_score)


def _summary(row):
    """A hand-in's marks in one line, for the log."""
    waiting = ", ".join(grade.name for grade in row.grades if grade.needs_manual_grade)
    more = f"; waiting for a person: {waiting}" if waiting else ""
    return f"{row.student.id}: {row.score:g} of {row.max_score:g} points{more}"


def _answers(notebook):
    """What the mark of each graded cell is for, by its id: an essay's text and pictures, or all code."""
    code = [plain(c.source) for c in notebook.cells if c.cell_type == "code" and not is_locked(c)]
    marked = [c for c in notebook.cells if is_grade(c)]
    return {c.metadata.nbgrader.grade_id: _answer(c) if is_solution(c) else code for c in marked}


def _answer(cell):
    pictures = sorted((name, sorted(kinds.items())) for name, kinds in cell.get("attachments", {}).items())
    return cell.cell_type, plain(cell.source), pictures


def _answers_before(path):
    try:
        return _answers(nbformat.read(path, as_version=4)) if path else {}
    except (OSError, ValueError):  # there is none, or somebody broke it
        return {}
