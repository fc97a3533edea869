"""Who handed in nothing, by the class list in the gradebook."""

from collections.abc import Collection

from nbgrader.api import Gradebook

from course.grading import report
from course.grading.recorder import Recorder

KEPT = "submitted/ holds no hand-in any more; the gradebook keeps the marks of an earlier one"


def rows(book: Recorder, present: Collection[str]) -> list[report.Row]:
    """A row without points for each student whom the gradebook knows and who handed in nothing.

    Args:
        book: the lesson's recorder.
        present: ids of those who handed in something.
    """
    with Gradebook(book.coursedir.db_url, book.coursedir.course_id) as gradebook:
        absent = sorted({student.id for student in gradebook.students} - set(present))
        marked = {one.student_id for one in gradebook.assignment_submissions(book.lesson)} if absent else ()
    nothing = [report.no_points(book.released, student, book.lesson) for student in absent]
    for row in nothing:
        row.status, row.notes = report.ABSENT, [KEPT] if row.student in marked else []
    return nothing
