"""Who is in the class: names from a list into the gradebook, for ``course students FILE``.

These lists are understood, by their columns (their order, capitals and further columns do not matter):

    id, first_name, last_name, email, lms_user_id    nbgrader's own; only ``id`` must be there
    First name, Last name, Email address, ID number  Moodle: participants, or an export of grades
    Identifier, Full name, ID number, Email address  Moodle: a grading worksheet
    Student, ID, SIS User ID, SIS Login ID, Section  Canvas: an export of grades

The student's id is what `collection` makes of a hand-in: in Moodle the ID number or else the e-mail
address, in Canvas the user's number.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from nbgrader import api
from sqlalchemy.exc import DBAPIError

from course.grading.errors import GradingError
from course.grading.exchange import spreadsheet, worksheet
from course.grading.faults import gradebook_fails

COLUMNS = {
    "id": ("id", "student id"),
    "first_name": ("first name",),
    "last_name": ("last name", "surname"),
    "name": ("full name", "student", "name"),
    "email": ("email address", "email", "e mail", "e mail address"),
    "lms_user_id": ("lms user id",),
    "number": ("id number",),
    "canvas": ("sis login id", "sis user id"),
}
SHORTENED = re.compile(r"\d([.,]\d+)?E\+\d+", re.IGNORECASE)
# The id is the name of a folder, and nbgrader looks for folders by patterns.
UNFIT = re.compile(r"[/\\*?\[\]:\"<>|\x00-\x1f]|^\.")
LONGEST = 128  # characters of a cell in nbgrader's table of students


class ClassListError(ValueError):
    """A class list cannot be used; the message says why in one sentence."""


@dataclass(frozen=True)
class Student:
    """One line of a class list; "" is what the list does not say."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""


def read(path: str | Path) -> list[Student]:
    """The students of a class list.

    Raises:
        ClassListError: the file is no class list, or which line is wrong.
    """
    try:
        table = spreadsheet.read(path)
    except spreadsheet.SpreadsheetError as error:
        raise ClassListError(f"{error}.") from None
    fields = _fields(table.columns)
    if not fields.keys() & {"id", "number", "email"}:
        there = ", ".join(filter(None, table.columns)) or "none"
        raise ClassListError(
            f"{path} has no column with the students' ids (id, ID number, Email address): it has {there}."
        )
    lines: dict[str, tuple[int, Student]] = {}
    for line, row in zip(table.lines, table.rows, strict=True):
        cells = {field: row[column].strip() for field, column in fields.items()}
        if "canvas" in cells and not cells.get("id"):  # the points possible
            continue
        try:
            student = _student(cells)
        except ClassListError as error:
            raise ClassListError(f"{path}, line {line}: {error}") from None
        before, other = lines.setdefault(student.id, (line, student))
        if student != other:
            raise ClassListError(f"{path}: lines {before} and {line} have the same id {student.id!r}.")
    return [student for _, student in lines.values()]


def _fields(columns):
    """The column of each field that is there."""
    plain = {re.sub(r"[\s_-]+", " ", column).strip().casefold(): column for column in reversed(columns)}
    found = {field: [plain[name] for name in names if name in plain] for field, names in COLUMNS.items()}
    return {field: names[0] for field, names in found.items() if names}


def _student(cells: Mapping[str, str]) -> Student:
    if strange := next((text for text in cells.values() if "\n" in text or len(text) > LONGEST), None):
        raise ClassListError(f"{strange[:20]!r}… is too much for one cell: perhaps a quote is not closed.")
    moodle = {"ID number": cells.get("number", ""), "Email address": cells.get("email", "")}
    key = cells["id"] if "id" in cells else worksheet.student(moodle)
    if not key:
        raise ClassListError("the student has no id.")
    if SHORTENED.fullmatch(key):
        raise ClassListError(f"the id {key!r} was shortened by the spreadsheet: make its column text.")
    if UNFIT.search(key):
        raise ClassListError(f"the id {key!r} cannot be the name of a folder.")
    first, last = _names(cells.get("name", ""))
    return Student(
        key, cells.get("first_name") or first, cells.get("last_name") or last,
        cells.get("email", ""), cells.get("lms_user_id", ""),
    )  # fmt: skip


def _names(full):
    """(first, last) of "Ada Lovelace" or "Lovelace, Ada"."""
    last, comma, first = full.partition(",")
    if not comma:
        first, _, last = full.rpartition(" ")
    return first.strip(), last.strip()


def of_worksheet(rows: Iterable[worksheet.Row]) -> list[Student]:
    """The students of Moodle's grading worksheet, by rows; whoever has no id is left out."""
    fields = {"name": "Full name", "email": "Email address"}
    cells = [
        {"id": worksheet.student(row)} | {field: row.get(name, "").strip() for field, name in fields.items()}
        for row in rows
    ]
    return [_student(one) for one in cells if one["id"]]


def enter(students: Iterable[Student], db_url: str, course_id: str) -> tuple[int, int, int]:
    """Write students into the gradebook, all or none; nobody is removed, and nothing becomes empty.

    Args:
        students: the students.
        db_url: of the gradebook.
        course_id: nbgrader's id of the course.

    Returns:
        How many are new, how many have changed, and how many the gradebook knows now.

    Raises:
        GradingError: the gradebook cannot be used.
    """
    try:
        with api.Gradebook(db_url, course_id) as gradebook:
            known = {student.id: student for student in gradebook.students}
            new = changed = 0
            for one in students:
                entry = known.get(one.id) or api.Student(id=one.id)
                new += one.id not in known
                changed += _update(entry, one) and one.id in known
                known[one.id] = entry
                gradebook.db.add(entry)
            gradebook.db.commit()
            return new, changed, len(known)
    except DBAPIError as error:
        raise GradingError(f"{gradebook_fails(error)}.") from None


def _update(entry, student):
    """Write what is said into a student's entry; whether something changed."""
    said = {field: text for field, text in asdict(student).items() if text and getattr(entry, field) != text}
    for field, text in said.items():
        setattr(entry, field, text)
    return bool(said)
