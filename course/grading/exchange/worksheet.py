"""Moodle's grading worksheet: who is who in a lesson, and where its marks go back.

Moodle: assignment, "Download grading worksheet".  Its ``Identifier`` ("Participant 123456") holds
the number that the names of downloaded hand-ins hold.  The columns are named in English here: set
Moodle to English for the download if they are not.
"""

import csv
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from dateutil import parser


def read(path: str | Path) -> tuple[list[str], list[dict[str, str]]]:
    """(columns, rows as dictionaries) of a CSV file in UTF-8, with or without a byte-order mark."""
    with open(path, newline="", encoding="utf-8-sig", errors="replace") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or []), list(reader)


def students(folder: str | Path) -> dict[str, str]:
    """Student ids by participant number, from all worksheets in a folder."""
    return {number(row): student(row) for row in _rows(folder) if number(row) and student(row)}


def submitted(folder: str | Path, timezone: str) -> dict[str, datetime]:
    """When each student last handed in, by participant number, from all worksheets in a folder.

    Args:
        folder: where the worksheets lie.
        timezone: what Moodle's times are in, such as "Europe/Berlin".

    Returns:
        Times with their zone; who has none, or one that is not in English, is left out.
    """
    times = {}
    for row in _rows(folder):
        try:
            time = parser.parse(row.get("Last modified (submission)") or "")
        except (ValueError, OverflowError):
            continue
        times[number(row)] = time.replace(tzinfo=ZoneInfo(timezone))
    return times


def _rows(folder):
    return [row for path in sorted(Path(folder).rglob("*.csv")) for row in read(path)[1]]


def number(row: Mapping[str, str]) -> str:
    """The participant number of a worksheet's row, or ""."""
    found = re.search(r"\d+$", row.get("Identifier") or "")
    return found[0] if found else ""


def student(row: Mapping[str, str]) -> str:
    """The student id of a worksheet's row: ID number, else e-mail address, as nbgrader can keep it."""
    key = row.get("ID number") or row.get("Email address") or ""
    return re.sub(r"[^\w.@+-]", "-", key.strip()).lstrip(".-")[:120]
