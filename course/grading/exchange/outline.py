"""How a feedback page is arranged: the lesson's title, its sections, and mistakes beside their answers."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,2}[ \t]+(\S.*)$", re.MULTILINE)
MARKUP = re.compile(r"[*`$\\]|<[^>]*>|!?\[|\]\([^)]*\)")
LONGEST = 120  # characters of a title: students can write headings too


@dataclass
class Section:
    """Cells below one heading, as `content.cell` gives them, the heading's own cell the first."""

    title: str
    cells: list[dict[str, Any]] = field(default_factory=list)

    def holds(self, state: str) -> list[dict[str, Any]]:
        """Its graded cells in this state."""
        return [cell for cell in self.cells if cell["state"] == state]

    def points(self) -> tuple[float, float]:
        """Points that its cells got, and how many there were; without the bonus that is open."""
        marked = [cell for cell in self.cells if cell["of"] is not None and cell["state"] != "open"]
        return sum(cell["points"] for cell in marked), sum(cell["of"] for cell in marked)

    def gap(self) -> str:
        """The anchor of its first answer that is not written, or of the first cell marked so."""
        bare = [cell for cell in self.cells if cell["bare"] and cell["name"]]
        return next((cell["anchor"] for cell in bare + self.holds("unwritten")), "")


@dataclass
class Mistake:
    """Graded cells that lost points over the same answers, with these answers' cells."""

    section: str
    cells: list[dict[str, Any]]
    answers: list[dict[str, Any]]

    def messages(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """Each message once, with its cells."""
        together: dict[str, list[dict[str, Any]]] = {}
        for cell in self.cells:
            together.setdefault(cell["message"], []).append(cell)
        return list(together.items())

    def points(self) -> tuple[float, float]:
        """Points that its cells got, and how many there were."""
        return sum(cell["points"] for cell in self.cells), sum(cell["of"] for cell in self.cells)


def title(notebook: NotebookNode, otherwise: str) -> str:
    """The first heading of a notebook as plain text, or ``otherwise`` where it has none."""
    found = (_heading(cell) for cell in notebook.cells)
    return next((text for text in found if text), otherwise)


def sections(notebook: NotebookNode, shown: Sequence[dict[str, Any]], first: str) -> list[Section]:
    """The cells of a notebook below its headings of the first and second level.

    Each cell gets its section's title (``section``) and an ``anchor`` where it is graded or an answer.

    Args:
        notebook: the notebook.
        shown: what is shown of each of its cells, `content.cell`.
        first: title of what stands before the first heading.
    """
    found = [Section(first)]
    numbers = {"graded": 0, "answer": 0}
    for cell, words in zip(notebook.cells, shown, strict=True):
        heading = _heading(cell)
        if heading:
            found.append(Section(heading))
        words["section"] = found[-1].title
        if words["name"]:
            kind = "answer" if words["of"] is None else "graded"
            numbers[kind] += 1
            words["anchor"] = f"{kind}-{numbers[kind]}"
        found[-1].cells.append(words)
    return [section for section in found if section.cells]


def mistakes(shown: Iterable[dict[str, Any]]) -> list[Mistake]:
    """What was lost, in the notebook's order, each answer once with all that it cost."""
    shown = list(shown)
    named = {words["name"]: words for words in shown if words["name"]}
    found: dict[tuple[str, ...], Mistake] = {}
    for words in shown:
        if words["state"] == "lost":
            names = tuple(words["answers"]) or (words["name"],)
            own = [words] if words["kind"] == "markdown" else []  # an essay is its own answer
            answers = [named[name] for name in words["answers"] if name in named] or own
            mistake = found.setdefault(names, Mistake(words["section"], [], answers))
            mistake.cells.append(words)
    return list(found.values())


def set_aside(shown: Iterable[dict[str, Any]]) -> None:
    """Make ``unwritten`` what was lost over unwritten answers alone, too: no weights without training."""
    shown = list(shown)
    named = {words["name"]: words for words in shown if words["name"]}
    names = dict.fromkeys(name for words in shown for name in _blamed(words, named))
    for words in shown:
        if words["state"] == "lost" and words["answers"] and set(words["answers"]) <= set(names):
            words["state"] = "unwritten"


def _blamed(words, named):
    """Names of the answers that an ``unwritten`` cell waits for: the bare ones, or else all."""
    if words["state"] != "unwritten":
        return []
    answers = [name for name in words["answers"] if name in named] or [words["name"]]
    return [name for name in answers if named[name]["bare"]] or answers


def _heading(cell):
    if cell.cell_type != "markdown":
        return ""
    found = HEADING.search(FENCED.sub("", cell.source[:10_000]))
    text = found[1][: 4 * LONGEST].rstrip(" \t#") if found else ""
    return " ".join(MARKUP.sub("", text).split())[:LONGEST]
