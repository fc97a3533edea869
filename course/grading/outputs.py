"""The outputs of a notebook that runs: how much of them is kept, and which of them count."""

import ast
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from course.grading import syntax

TEXT = 200_000  # characters of text that a cell may print
RICH = 5_000_000  # characters of pictures and all else that it may show
WHOLE = 30_000_000  # characters of all outputs of a notebook
OUTPUTS = 100  # outputs of a cell
ERRORS = 10  # of them errors
TRACEBACK = 50_000  # characters of an error
CUT = "\n[The rest of this cell's output was left out: {}.]\n"


class Allowance:
    """How much output a notebook may still show; counted while it is received."""

    def __init__(self) -> None:
        self.whole = WHOLE
        self.begin_cell()

    def begin_cell(self) -> None:
        """Grant the next cell what each cell may show."""
        self.before, self.errors = self.whole, ERRORS
        self.clear()

    def clear(self) -> None:
        """Grant it all anew to a cell whose outputs are gone; errors stay."""
        self.whole = self.before
        self.text, self.rich, self.outputs = TEXT, RICH, OUTPUTS
        self.is_cut = False

    def grant(self, message: dict[str, Any], outputs: list[NotebookNode]) -> bool:
        """Whether a message of the kernel may be handled; what is too long in it is cut.

        Args:
            message: a Jupyter message about a cell's output.
            outputs: the cell's outputs so far; a line is added where something is left out.
        """
        kind, content = message["msg_type"], message["content"]
        if kind in ("status", "execute_input", "clear_output"):
            return True
        if kind == "error":
            self.errors -= 1
            _shorten(content)
            return self.errors >= 0
        if kind == "stream":
            return self._grant_text(content, outputs)
        size = _size(content) + sum(len(buffer) for buffer in message.get("buffers", ()))
        if size > min(self.rich, self.whole) or self.outputs <= 0:
            more = "more than 5 MB" if size > self.rich else f"more than {OUTPUTS} outputs"
            self._cut(outputs, more if size <= self.whole else "more than 30 MB in all")
            return False
        self.rich -= size
        self.whole -= size
        self.outputs -= not kind.startswith(("comm", "update"))
        return True

    def _grant_text(self, content, outputs):
        room = min(self.text, self.whole)
        length = len(content["text"])
        content["text"] = content["text"][:room]
        self.text -= len(content["text"])
        self.whole -= len(content["text"])
        if outputs and outputs[-1].output_type == "stream" and outputs[-1].name == content["name"]:
            outputs[-1].text += content["text"]  # else 100,000 lines could be as many outputs
            content["text"] = ""
        elif content["text"]:
            self.outputs -= 1
        if length > room:
            if content["text"]:
                outputs.append(new_output("stream", name=content["name"], text=content["text"]))
                content["text"] = ""
            self._cut(outputs, "more than 200 kB of text" if self.text <= 0 else "more than 30 MB in all")
        return bool(content["text"]) and self.outputs >= 0

    def _cut(self, outputs, why):
        if not self.is_cut:
            self.is_cut = True
            outputs.append(new_output("stream", name="stdout", text=CUT.format(why)))


def settle(cell: NotebookNode) -> None:
    """Let a cell's errors count: nbgrader takes the first output that says something about points.

    A function under test can publish a number, before the assert that fails, as if it were the
    cell's own last value.
    """
    errors = [output for output in cell.outputs if output.output_type == "error"]
    others = [output for output in cell.outputs if output.output_type != "error"]
    results = [output for output in others if output.output_type == "execute_result"]
    own = None if errors or not _ends_in_value(cell.source) else next(reversed(results), None)
    for output in results:
        if output is not own or not _is_credit(output, float(cell.metadata.nbgrader.points)):
            output.output_type = "display_data"
            output.pop("execution_count", None)
    cell.outputs = others + errors


def _is_credit(result, most):
    """Whether a value is one that nbgrader takes for a part of the points: it gives up at any other."""
    try:
        return 0 <= float(result.data["text/plain"]) <= most
    except (KeyError, ValueError):
        return False


def first_error(cell: NotebookNode) -> NotebookNode | None:
    """The error that a cell stopped with, None if it passed."""
    return next((output for output in cell.outputs if output.output_type == "error"), None)


def _ends_in_value(source):
    try:
        body = syntax.parse(source).body
    except SyntaxError:  # a magic
        return True
    return bool(body) and isinstance(body[-1], ast.Expr)


def _shorten(content):
    content["evalue"] = str(content.get("evalue", ""))[:TRACEBACK]
    room, kept = TRACEBACK, []
    for line in content.get("traceback", []):
        kept.append(str(line)[:room])
        room -= len(kept[-1])
        if room <= 0:
            break
    content["traceback"] = kept


def _size(content):
    """About how many characters a message's content has."""
    if isinstance(content, dict):
        return sum(len(key) + _size(value) for key, value in content.items())
    if isinstance(content, list):
        return sum(map(_size, content))
    return len(content) if isinstance(content, str) else 8
