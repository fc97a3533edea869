"""Moodle's grading worksheet: who is who in a lesson, and where its marks go back.

Moodle: assignment, "Download grading worksheet".  Its ``Identifier`` ("Participant 123456") holds
the number that the names of downloaded hand-ins hold.  The columns and the times are in English
here: set Moodle to English for the download if they are not.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil import parser

from course.grading.exchange import spreadsheet
from course.grading.exchange.naming import copy_number

Row = Mapping[str, str]
MODIFIED = "Last modified (submission)"
# Else "05/11/2026" would be May, and nobody could say what other languages' months become.
ENGLISH = re.compile(r"(?i)\b(jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)|\b\d{4}-\d\d-\d\d\b")


def latest(paths: Iterable[Path]) -> tuple[dict[str, Row], list[str]]:
    """The newest row of each participant.

    Args:
        paths: CSV files, worksheets of one lesson.  Newer is the one with the later time of handing
            in, else the one whose name has the browser's greater number ("Grades (1).csv"), else the
            one that was saved later.

    Returns:
        Rows by participant number, and sentences about files that are no worksheet.
    """
    sheets, doubts = [], []
    for path in paths:
        try:
            table = spreadsheet.read(path)
        except spreadsheet.SpreadsheetError as error:
            doubts.append(f"{error}.")
            continue
        if "Identifier" in table.columns:
            times = [time for row in table.rows if (time := _time(row))]
            age = max(times, default=datetime.min), copy_number(path.name), path.stat().st_mtime
            sheets.append((age, str(path), table.rows))
        else:
            doubts.append(
                f"{path.name} is not used: it has no column Identifier. A grading worksheet has one when "
                "Moodle is set to English for the download."
            )
    return {number(row): row for *_, rows in sorted(sheets, key=lambda one: one[:2]) for row in rows}, doubts


def students(rows: Mapping[str, Row]) -> dict[str, str]:
    """Student ids by participant number."""
    return {key: student(row) for key, row in rows.items() if key and student(row)}


def submitted(rows: Mapping[str, Row], timezone: str) -> tuple[dict[str, datetime], list[str]]:
    """When each student last handed in.

    Args:
        rows: by participant number.
        timezone: what Moodle's times are in, such as "Europe/Berlin".

    Returns:
        Times with their zone by participant number, and sentences about those that are not used.
    """
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return {}, [f"There is no time zone {timezone!r}: name one such as Europe/Berlin."]
    times, strange = {}, []
    for key, row in rows.items():
        if time := _time(row):
            times[key] = time.replace(tzinfo=zone)
        elif (row.get(MODIFIED) or "-").strip() != "-":
            strange.append(row[MODIFIED])
    return times, [_not_english(strange)] if strange else []


def _not_english(texts):
    return (
        f"Of the worksheet's times {len(texts)} are not used, such as {texts[0]!r}: they are not in English. "
        "Set Moodle to English and download the worksheet again."
    )


def _time(row: Row) -> datetime | None:
    text = row.get(MODIFIED) or ""
    if not ENGLISH.search(text):
        return None
    try:
        return parser.parse(text, ignoretz=True)
    except (ValueError, OverflowError):
        return None


def number(row: Row) -> str:
    """The participant number of a worksheet's row, or ""."""
    found = re.search(r"\d+$", (row.get("Identifier") or "").strip())
    return found[0] if found else ""


def student(row: Row) -> str:
    """The student id of a row of Moodle's: ID number, else e-mail address, as nbgrader can keep it."""
    key = (row.get("ID number") or "").strip() or (row.get("Email address") or "").strip()
    return re.sub(r"[^\w.@+-]", "-", key).lstrip(".-")[:120]
