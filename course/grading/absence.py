"""Who handed in nothing, by the class list in the gradebook."""

from collections.abc import Collection

from nbgrader.api import Gradebook

from course.grading.marks import marks
from course.grading.recorder import Recorder
from course.grading.report import ABSENT, Row

KEPT = "submitted/ holds no hand-in any more; the gradebook keeps the marks of an earlier one"


def rows(book: Recorder, present: Collection[str]) -> list[Row]:
    """A row without points for each student whom the gradebook knows and who handed in nothing.

    Args:
        book: the lesson's recorder.
        present: ids of those who handed in something.
    """
    with Gradebook(book.coursedir.db_url, book.coursedir.course_id) as gradebook:
        absent = sorted({student.id for student in gradebook.students} - set(present))
        marked = {one.student_id for one in gradebook.assignment_submissions(book.lesson)} if absent else ()
    most = {name: mark.most for name, mark in marks(book.released).items()}
    return [
        Row(
            student, book.lesson, dict.fromkeys(most, 0.0), most,
            status=ABSENT, notes=[KEPT] if student in marked else [],
        )
        for student in absent
    ]  # fmt: skip
