"""What a hand-in shows, made fit for the grader's browser.

Its code ran in a sandbox; formgrader's page has the grader's own rights on the server.  Without this
nbconvert would write a student's scripts, from outputs and from texts, into that page.
"""

from typing import Any

from nbformat import NotebookNode

from course.grading.exchange import cleaning

# The template quotes or encodes them.
PLAIN = ("text/plain", "image/png", "image/jpeg", "image/svg+xml")
SIZES = ("width", "height")


def make_safe(cell: NotebookNode) -> None:
    """Change a cell in place, so that its outputs are text, pictures, and HTML without scripts."""
    cell.metadata.pop("tags", None)
    if cell.cell_type != "code":
        return
    if not isinstance(cell.get("execution_count"), int):
        cell.execution_count = None
    for output in cell.get("outputs", []):
        if output.output_type in ("display_data", "execute_result"):
            output.data = _safe(output.get("data", {}))
            output.metadata = NotebookNode({kind: _sizes(output, kind) for kind in output.data})


def _safe(data):
    """The views of an output that can be shown, the rich ones clean."""
    safe = NotebookNode({kind: data[kind] for kind in PLAIN if kind in data})
    if "text/html" in data and (clean := cleaning.clean(_text(data["text/html"]))):
        safe["text/html"] = clean
    for kind in ("text/markdown", "text/latex"):
        if kind in data and "text/html" not in safe:
            safe["text/html"] = cleaning.markdown(_text(data[kind]))
    if not safe:
        kinds = ", ".join(data)[:200] or "unknown"
        safe["text/plain"] = f"An output of the kind {kinds} is not shown here."
    return safe


def _sizes(output, kind):
    """The size of a picture; anything else would stand in its tag, unquoted."""
    said: Any = output.get("metadata", {}).get(kind, {})
    sizes = said if isinstance(said, dict) else {}
    return {name: sizes[name] for name in SIZES if isinstance(sizes.get(name), int)}


def _text(value):
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


