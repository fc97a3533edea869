"""Tables as Excel, Moodle and Canvas write them: CSV of any usual encoding and separator."""

import codecs
import csv
import io
import json
import re
from dataclasses import dataclass
from pathlib import Path

SEPARATORS = ",;\t"
# Of files that are no text: zip (Excel, LibreOffice, Numbers), old Excel, PDF.
MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")


class SpreadsheetError(ValueError):
    """A file is no table; the message says why in one sentence."""


@dataclass(frozen=True)
class Table:
    """A table with a header.

    ``columns`` are the header's cells, each row is a dictionary by them, ``lines`` are the rows' line
    numbers in the file.  Cells stand as they are in the file, without blanks in front.
    """

    columns: list[str]
    rows: list[dict[str, str]]
    lines: list[int]


def read(path: str | Path) -> Table:
    """Read a CSV file; empty lines are left out.

    UTF-8 with or without a byte-order mark, UTF-16, and Windows's Latin-1 are understood, and comma,
    semicolon or tab between the cells.

    Raises:
        SpreadsheetError: there is no such file, it is no text, or a row is longer than the header.
    """
    text = _text(path)
    first, _, rest = text.partition("\n")
    named = re.fullmatch(r'"?sep=(.)"?\s*', first)  # Excel's own line
    separator = named[1] if named else _separator(first)
    reader = csv.reader(
        io.StringIO(rest if named else text, newline=""), delimiter=separator, skipinitialspace=True
    )
    try:
        cells = [(reader.line_num + bool(named), row) for row in reader if any(map(str.strip, row))]
    except csv.Error as error:
        words = f"{path} cannot be read as CSV ({error}): perhaps a quote is not closed"
        raise SpreadsheetError(words) from None
    if not cells:
        raise SpreadsheetError(f"{path} is empty")
    return _table(path, cells)


def _text(path):
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise SpreadsheetError(f"{path} cannot be read: {error.strerror}") from None
    if data.startswith(MAGIC):
        raise SpreadsheetError(f"{path} is no CSV file: open it in a spreadsheet and save it as CSV")
    if data.lstrip(codecs.BOM_UTF8).lstrip()[:9].lower().startswith((b"<!doctype", b"<html")):
        raise SpreadsheetError(f"{path} is a web page, perhaps of a log-in: download the file again")
    for encoding in (json.detect_encoding(data), "cp1252", "latin-1"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue


def _separator(line):
    """The one that the header has most of outside of quotes."""
    bare = re.sub(r'"[^"]*"', "", line)
    return max(SEPARATORS, key=bare.count)


def _table(path, cells):
    (_, header), *body = cells
    columns = [column.strip() for column in header]
    table = Table(columns, [], [])
    for line, row in body:
        if any(map(str.strip, row[len(columns) :])):
            raise SpreadsheetError(
                f"{path}, line {line} has {len(row)} cells, but the header {len(columns)}: a cell with the "
                "separator in it needs quotes"
            )
        table.rows.append(dict(zip(columns, [*row, *[""] * len(columns)], strict=False)))
        table.lines.append(line)
    return table
