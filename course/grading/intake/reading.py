"""A notebook as a student handed it in: read without trust, down to the text of its cells."""

import json
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course.grading.intake.folders import MEGABYTE, IntakeError
from course.grading.intake.notes import Notes

MOST_BYTES, MOST_TEXT = 100 * MEGABYTE, 10 * MEGABYTE
MOST_CELLS = 2_000
MOST_PARTS = 4_000_000  # of JSON; up to 200 bytes each once they are read
SURROGATES = re.compile("[\ud800-\udfff]")
# A file that was changed into a link or a pipe meanwhile is not followed and not waited for.
FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
IMAGES = {"image/png", "image/jpeg", "image/gif", "image/webp"}


@dataclass(eq=False)
class Cell:
    """What counts of a cell that a student handed in; outputs and all other metadata do not."""

    kind: str  # code, markdown or raw
    source: str
    id: str = ""
    mark: dict[str, Any] = field(default_factory=dict)  # nbgrader's metadata, of any content
    name: str = ""  # from the metadata of this course
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)
    skip: bool = False  # nbclient would not run it, and nbgrader would then give it all its points

    @property
    def grade_id(self) -> str:
        """The id that it claims, "" if none."""
        return _string(self.mark.get("grade_id"))


def read(path: Path, name: str, notes: Notes) -> list[Cell]:
    """Read a student's notebook of any version.

    Args:
        path: path of a plain file.
        name: what to call it in messages.
        notes: `Notes`, told what had to be repaired.

    Returns:
        A list of `Cell`.

    Raises:
        IntakeError: it is not a notebook.
    """
    text = _text(_bytes(path, name), notes)
    if not text.strip("\0 \t\r\n"):
        raise IntakeError(f"{name} is empty: save the notebook and hand it in again.")
    content = _json(text, name)
    cells = [_cell(raw, notes) for raw in _raw_cells(content, name, notes) if isinstance(raw, dict)]
    if sum(len(cell.source) for cell in cells) > MOST_TEXT:
        raise IntakeError(f"{name} is too large to grade: it holds over {MOST_TEXT // MEGABYTE} MB of text.")
    return cells


def _bytes(path, name):
    try:
        with open(os.open(path, FLAGS), "rb") as file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode):
                raise IntakeError(f"{name} is not a plain file.")
            if state.st_size > MOST_BYTES:
                most = f"{MOST_BYTES // MEGABYTE} MB"
                raise IntakeError(f"{name} is larger than {most}: clear its outputs and hand it in again.")
            return file.read(MOST_BYTES)
    except OSError as error:
        raise IntakeError(f"{name} cannot be read: {error.strerror}.") from error


def _text(data, notes):
    for encoding in (json.detect_encoding(data), "cp1252", "latin-1"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8-sig":
            notes.add("byte-order mark", "removed")
        elif encoding != "utf-8":
            notes.add(f"text in {encoding.upper()}", "converted")
        return text


def _json(text, name):
    if sum(map(text.count, ",:[{")) > MOST_PARTS:
        raise IntakeError(f"{name} is too large to read: clear its outputs and hand it in again.")
    try:
        # Numbers count nowhere, and an integer of 5,000 digits would not be read.
        return json.loads(text, strict=False, parse_int=float)
    except json.JSONDecodeError as error:
        at_end = error.pos >= len(text.rstrip()) - 1 or "Unterminated" in error.msg
        if text.lstrip().startswith("{") and at_end:
            raise IntakeError(f"{name} is cut off before its end: hand in the whole file.") from error
        raise IntakeError(f"{name} is not a notebook: it is not JSON (line {error.lineno}).") from error
    except RecursionError as error:
        raise IntakeError(f"{name} is not a notebook: its JSON is nested too deeply.") from error


def _raw_cells(content, name, notes):
    if not isinstance(content, dict):
        raise IntakeError(f"{name} is JSON, but not a notebook.")
    cells, version = content.get("cells"), content.get("nbformat")
    sheets = content.get("worksheets")
    if not isinstance(cells, list) and isinstance(sheets, list):
        lists = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
        cells = [cell for each in lists if isinstance(each, list) for cell in each]
        notes.add("notebook", "of an old format (nbformat 3) converted")
    elif isinstance(version, float) and version > 4:
        notes.add("notebook", "of a newer format read as nbformat 4")
    if not isinstance(cells, list):
        raise IntakeError(f"{name} is JSON, but not a notebook: it has no cells.")
    if len(cells) > MOST_CELLS:
        raise IntakeError(f"{name} is too large to grade: it has {len(cells):,} cells, over {MOST_CELLS:,}.")
    if not all(isinstance(cell, dict) for cell in cells):
        notes.add("broken cells", "dropped")
    return cells


def _cell(raw, notes):
    metadata = _mapping(raw.get("metadata"))
    kind = raw.get("cell_type")
    source = _source(raw.get("source", raw.get("input")), notes)
    if kind == "heading":  # of nbformat 3
        level = raw.get("level")
        kind, source = "markdown", "#" * (int(level) if level in range(1, 7) else 1) + f" {source}"
    elif kind not in ("code", "markdown", "raw"):
        notes.add("cell", "of unknown type kept")
        kind = "code" if "outputs" in raw or "input" in raw else "raw"
    return Cell(
        kind,
        source,
        _string(raw.get("id")),
        _mapping(metadata.get("nbgrader")),
        _string(_mapping(metadata.get("course")).get("name")),
        _images(raw.get("attachments")),
        isinstance(metadata.get("tags"), list) and "skip-execution" in metadata["tags"],
    )


def _source(value, notes):
    if isinstance(value, list):
        value = "".join(line for line in value if isinstance(line, str))
    text = _string(value)
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if plain != text:
        notes.add("Windows line ends", "replaced")
    clean = SURROGATES.sub("\ufffd", plain.replace("\0", "").removeprefix("\ufeff"))
    if clean != plain:
        notes.add("characters that are none", "removed")
    return clean


def _images(attachments):
    """The pictures pasted into a text; other attachments could carry scripts into feedback pages."""
    kept = {}
    for name, bundle in _mapping(attachments).items():
        pictures = {key: _lines(value) for key, value in _mapping(bundle).items() if key in IMAGES}
        if pictures and all(pictures.values()):
            kept[SURROGATES.sub("\ufffd", name)] = pictures
    return kept


def _lines(value):
    """Base64 text, which may come in lines; "" if it is something else."""
    text = "".join(map(_string, value)) if isinstance(value, list) else _string(value)
    return text if re.fullmatch(r"[A-Za-z0-9+/=\s]*", text) else ""


def _mapping(value):
    return value if isinstance(value, dict) else {}


def _string(value):
    return value if isinstance(value, str) else ""
