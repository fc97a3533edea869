"""What a student must not read in an executed notebook: hidden tests, evidence, the grader's paths."""

import re
from collections.abc import Set
from html import unescape
from pathlib import Path

from nbformat import NotebookNode

from course.grading.directory import REGIONS
from course.grading.marks import ANSI

# Regions of a cell that stay with the teacher, by the words that nbgrader looks for in a line.
SECRETS = {
    begin.lstrip("# "): end.lstrip("# ") for begin, end in REGIONS.items() if "SOLUTION" not in begin
}
LOOK = "A person will look at this hand-in before it gets its marks."
# Shorter hidden lines, such as a lone bracket, say nothing and stand in honest output too.
TELLING = 10
# In front of a line of code in IPython's tracebacks.
NUMBER = re.compile(r"^\s*(?:-+>)?\s*(?:\d+\s)?")
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
PATH = re.compile(r"(?<![\w./~])(?:~[\w-]*|…)?(?:/[\w.@+~-]+){2,}/?")
FRAME = re.compile(r"((?:Cell|File) .*), in (\w+)")
DEFINED = re.compile(r"(?:def|class)\s+(\w+)")
PYTHON = re.compile(r".*/(?:site-packages|python3\.\d+)/")


def split(source: str) -> tuple[str, list[str]]:
    """A cell's text as students may read it, and the lines that were taken out.

    Args:
        source: the cell's text; a region without an end reaches to the last line.

    Returns:
        (text, list of hidden lines without indentation, the markers among them).
    """
    seen: list[str] = []
    hidden: list[str] = []
    end = None
    for line in source.split("\n"):
        begins = next((SECRETS[word] for word in SECRETS if word in line), None)
        ends = any(word in line for word in SECRETS.values())
        end = begins or end
        (hidden if end or ends else seen).append(line)
        if ends and not begins:
            end = None
    return "\n".join(seen).rstrip("\n"), [line.strip() for line in hidden if line.strip()]


def redact(notebook: NotebookNode) -> None:
    """Take out of a notebook, in place, what the student who handed it in must not read.

    Cells of evidence go; hidden tests and mark schemes go from sources and from all text in
    outputs; the error ``NeedsALook`` keeps one neutral sentence.  What an assertion says stays.
    """
    notebook.cells = [cell for cell in notebook.cells if not _is_evidence(cell)]
    hidden = set()
    for cell in notebook.cells:
        cell.source, lines = split(cell.source)
        hidden.update(lines)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            _redact_output(output, hidden)


def plain(text: str, hidden: Set[str] = frozenset()) -> str:
    """Text of an output without colours, control characters, hidden lines and machine's paths."""
    text = ANSI.sub("", text).replace("\r\n", "\n")
    telling = [line for line in hidden if len(line) >= TELLING]
    lines = []
    for line in text.split("\n"):
        line = UNSEEN.sub("", line.rstrip("\r").rpartition("\r")[2])  # what a progress bar left
        line = _nameless(line, hidden)
        bare = NUMBER.sub("", line, count=1).strip()
        if not (bare and bare in hidden) and not any(secret in line for secret in telling):
            lines.append(line)
    return without_paths("\n".join(lines))


def without_paths(text: str) -> str:
    """Text whose absolute paths keep only what says nothing of the grader's machine."""
    for place in (Path.cwd(), Path.home()):
        if len(place.parts) > 1:  # may hold spaces, which the pattern does not know
            text = re.sub(re.escape(str(place)) + r"(?![\w-])", "…", text)
    return PATH.sub(lambda match: _short(match[0]), text)


def _nameless(line, hidden):
    """A frame's headline without the name of a function that a hidden test defines."""
    frame = FRAME.match(line)
    if frame and any(found[1] == frame[2] for found in map(DEFINED.match, hidden) if found):
        return frame[1]
    return line


def _short(path):
    if "/course/" in path:
        return "course/" + path.rpartition("/course/")[2]
    if PYTHON.match(path):
        return PYTHON.sub("", path)
    name = path.rstrip("/").rpartition("/")[2]
    return f"…/{name}" if "." in name.strip(".") else "…"


def _is_evidence(cell):
    course = cell.metadata.get("course")
    return isinstance(course, dict) and course.get("kind") == "evidence"


def _redact_output(output, hidden):
    if output.output_type == "stream":
        output.text = plain(_joined(output.text), hidden)
    elif output.output_type == "error":
        _redact_error(output, hidden)
    else:
        for kind, value in output.get("data", {}).items():
            if kind.startswith("text/") and kind != "text/html":
                output.data[kind] = plain(_joined(value), hidden)
            elif kind == "text/html":
                output.data[kind] = _without_lines(_joined(value), hidden)


def _redact_error(output, hidden):
    if output.ename == "NeedsALook":
        # The evidence is for the instructor; the name would frighten who did nothing wrong.
        output.ename, output.evalue, output.traceback = "AssertionError", LOOK, []
        return
    output.evalue = plain(str(output.evalue), hidden)
    trace = plain("\n".join(str(line) for line in output.traceback), hidden)
    output.traceback = trace.split("\n")


def _without_lines(html, hidden):
    telling = [line for line in hidden if len(line) >= TELLING]
    lines = [(line, unescape(line)) for line in html.split("\n")]
    return "\n".join(line for line, text in lines if not any(secret in text for secret in telling))


def _joined(value):
    return "".join(map(str, value)) if isinstance(value, list) else str(value)
