"""What the gradebook's marks were given for: a table of our own beside nbgrader's.

nbgrader keeps marks, but not of which answer they are.  A stamp is a digest, kept under the id of
nbgrader's own row: of the whole hand-in for a ``SubmittedNotebook``, of the one answer for a
``Grade``.  It lies in the gradebook so that it comes and goes with the marks: with another
``db_url``, an older copy, or a student who was removed.
"""

import hashlib
from dataclasses import dataclass

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import Column, MetaData, String, Table, delete, insert, select

TABLE = Table(
    "course_stamp",
    MetaData(),
    Column("id", String(32), primary_key=True),
    Column("seen", String(32), nullable=False),
    Column("marked", String(32), nullable=False),
)


@dataclass(frozen=True)
class Stamp:
    """Digests: what was ``seen`` when marks were last saved, and what a person ``marked``; "": nothing."""

    seen: str = ""
    marked: str = ""


def digest(*parts: object) -> str:
    """A digest of these parts, of 32 characters."""
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def find(gradebook: Gradebook, row: str) -> Stamp:
    """The stamp under the id of one of nbgrader's rows; an empty one if there is none."""
    _create(gradebook)
    found = gradebook.db.execute(select(TABLE.c.seen, TABLE.c.marked).where(TABLE.c.id == row)).first()
    return Stamp(*found) if found else Stamp()


def write(gradebook: Gradebook, row: str, stamp: Stamp) -> None:
    """Keep a stamp under the id of one of nbgrader's rows, in place of an older one."""
    _create(gradebook)
    gradebook.db.execute(delete(TABLE).where(TABLE.c.id == row))
    gradebook.db.execute(insert(TABLE).values(id=row, seen=stamp.seen, marked=stamp.marked))


def hand_ins(gradebook: Gradebook, lesson: str) -> dict[str, str]:
    """Of which hand-in the marks of a lesson are: digests by student; "" where nobody noted it."""
    _create(gradebook)
    query = (
        select(SubmittedAssignment.student_id, TABLE.c.seen)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .outerjoin(TABLE, TABLE.c.id == SubmittedNotebook.id)
        .where(*_of(lesson))
    )
    return {student: seen or "" for student, seen in gradebook.db.execute(query)}


def waiting(gradebook: Gradebook, lesson: str) -> dict[str, list[str]]:
    """The cells of a lesson that wait for a person, by student; who has none is left out."""
    query = (
        select(SubmittedAssignment.student_id, BaseCell.name)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .where(*_of(lesson), Grade.needs_manual_grade)
        .order_by(BaseCell.name)
    )
    cells: dict[str, list[str]] = {}
    for student, name in gradebook.db.execute(query):
        cells.setdefault(student, []).append(name)
    return cells


def _of(lesson):
    return (
        SubmittedAssignment.assignment_id == Assignment.id,
        SubmittedNotebook.notebook_id == Notebook.id,
        Assignment.name == lesson,
        Notebook.name == lesson,
    )


def _create(gradebook):
    TABLE.create(gradebook.db.connection(), checkfirst=True)
