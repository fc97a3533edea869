"""What a feedback page shows of a cell: safe HTML of its source and outputs, its points, and why."""

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution, is_task

from course.grading.exchange import cleaning, redaction
from course.grading.marks import bonus, graded, owners

LONGEST = 20_000  # characters of one output in text; of a longer one, its beginning and its end
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")
STUB = "your code goes here"  # what an unwritten answer raises: nbgrader_config.py
NO_RESPONSE = "No response."  # nbgrader's comment on an answer left as it was


def cell(cell: NotebookNode, reasons: Mapping[str, str]) -> dict[str, Any]:
    """What a page shows of a cell.

    Args:
        cell: a cell of a notebook that `Grades` prepared and `redaction.redact` cleaned.
        reasons: by graded cell, the message behind its lost points.

    Returns:
        The words of the template; ``of`` is None where the cell is not graded, ``answers`` are the
        names of the cells that a graded one marks, ``bare`` says that an answer is none yet.
    """
    settings = cell.metadata.get("nbgrader", {})
    ours = is_grade(cell) or is_solution(cell) or is_task(cell)
    extra = bonus(cell) if graded(cell) else 0
    words = {
        "name": str(settings.get("grade_id", "")) if ours else "",
        "of": settings.get("points", 0) + extra if is_grade(cell) or is_task(cell) else None,
        "answers": _answers(cell),
        "bonus": extra,
        "points": settings.get("score") or 0,
        "waits": settings.get("waits", False),
        "said": settings.get("comment") or "",
        "bare": settings.get("comment") == NO_RESPONSE or f'NotImplementedError("{STUB}' in cell.source,
        "sentence": _sentence(cell) if graded(cell) else "",
        "source": _source(cell),
        "outputs": [_output(output) for output in cell.get("outputs", [])],
        "kind": cell.cell_type,
    }
    return words | _state(words, reasons)


def _state(words, reasons):
    """Which group of the page a graded cell is in, and its message; empty for other cells."""
    name, of = words["name"], words["of"]
    full = of is not None and words["points"] >= of
    message = "" if full or of is None else _shorter(reasons.get(name, ""))
    look = message == redaction.LOOK
    unwritten = STUB in message or words["said"] == NO_RESPONSE
    state = "" if of is None else "passed" if full else "open" if words["bonus"] else "lost"
    if of is not None and (words["waits"] or look):
        state = "waits"
    elif state == "lost" and unwritten:
        state = "unwritten"
    comment = "" if words["said"] == NO_RESPONSE else Markup(cleaning.markdown(words["said"]))
    return {"state": state, "message": message, "look": look, "comment": comment}


def _answers(cell):
    try:
        return [str(name) for name in owners(cell)] if graded(cell) else []
    except (AttributeError, TypeError):  # the student edited the cell's metadata
        return []


def _sentence(cell):
    """The first comment line of a graded cell, but for one with its name: what it tests."""
    name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    for line in cell.source.split("\n"):
        if line.startswith("#") and not line.startswith(f"# {name} · "):
            return line.lstrip("# ").strip()
    return ""


def _source(cell):
    if cell.cell_type == "markdown":
        return Markup(cleaning.markdown(cell.source, cell.get("attachments")))
    return Markup(cleaning.code(cell.source)) if cell.cell_type == "code" else cell.source


def _output(output):
    """(kind, what to show): an error, a picture, HTML that was cleaned, text, or a note."""
    if output.output_type == "error":
        if output.evalue == redaction.LOOK:
            return "stderr", redaction.LOOK
        message = f"{output.ename}: {output.evalue}".rstrip(": ")
        return "error", {"message": message, "trace": _shorter("\n".join(output.traceback))}
    if output.output_type == "stream":
        return "stderr" if output.name == "stderr" else "text", _shorter(output.text)
    data = output.get("data", {})
    for kind in ("image/png", "image/jpeg"):
        picture = _text(data.get(kind, ""))
        if BASE64.fullmatch(picture):
            return "picture", f"data:{kind};base64,{''.join(picture.split())}"
    return _words(data)


def _words(data):
    """An output without a picture; of unknown kinds only the name."""
    views = [kind for kind in data if "widget" in kind]
    if "text/html" in data and not views:
        html = cleaning.clean(_text(data["text/html"]))
        if html:
            return "html", Markup(html)
    if "text/markdown" in data:
        return "html", Markup(cleaning.markdown(_text(data["text/markdown"])))
    if not views:
        for kind in ("text/plain", "text/latex"):
            if kind in data:
                return "text", _shorter(_text(data[kind]))
    return "note", f"An output of the kind {', '.join(data)[:200] or 'unknown'} is not shown here."


def _text(value):
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


def _shorter(text):
    if len(text) <= LONGEST:
        return text
    half = LONGEST // 2
    return f"{text[:half]}\n… {len(text) - LONGEST:,} characters left out …\n{text[-half:]}"
