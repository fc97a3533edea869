"""Controls: in a hand-in's own kernel, graded cells run against answers whose marks are known.

A hand-in shares its kernel with the cells that mark it, so it can change what an assert does, what
is equal to what, or what a cell's output is.  Beside the real run of each graded cell, in an order
drawn anew, the grader therefore runs the same text

* against a wrong answer drawn from the answer bank, or against shuffled weights: it must fail;
* against the reference, in one cell of four: it must pass if the real run did;

and then, against the hand-in's own answer, contradictions, which must fail: the cell with a false
statement before it, and the cell with other expected values, in its own ``assert … == …`` or in
`course.probe.same`.

A wrong answer may pass by chance, or a graded cell be older than the bank, and neither may accuse
anybody.  So a wrong answer must pass three times, or another one in another cell; a reference must
fail three times; and in a new kernel, without the hand-in, the reference must pass and the wrong
answer fail, 60 times each.

What escapes.  Who lets every answer pass is seen in the first graded cell.  Who makes only his own
wrong formula right, say by exchanging torch.tanh for torch.sigmoid, is seen by the reference, and
where the wrong answer is of another kind; with n such cells he escapes the reference with
probability 0.75 ** n.  Objects that are equal to everything are seen in each cell that compares by
``assert … == …`` or `course.probe.same`.  Who knows both the text of a cell and the identity of his
own answer, and tampers only there, is seen by `course.probe.same` alone: nothing that runs in his
own kernel can do better elsewhere.
"""

import base64
import functools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output

from course.grading import directory
from course.grading.controls.bank import read_bank
from course.grading.controls.definitions import needed
from course.grading.marks import graded

CHANCE = 0.25  # of a reference control
SAVED = re.compile(r"""probe\.saved\(["']([^"']+)["']\)""")
# Of no use: what ends or hangs the kernel, or is wrong on some machines only.
UNFIT = re.compile(r"os\._exit|os\.kill|sys\.exit|while True|cuda")
REGION = re.compile(r"([ \t]*)### BEGIN SOLUTION\n.*?### END SOLUTION\n", re.DOTALL)
BANK = directory.ROOT / "tests" / "answers"


def plan(lesson: str, source: str | Path, bank: str | Path) -> dict[str, Any] | None:
    """All that controls need: the answers of a lesson whose marks are known.

    Args:
        lesson: name of the lesson.
        source: folder of lessons; where it lacks the lesson, the course's own is taken.
        bank: folder of the answer bank.

    Returns:
        A dictionary that JSON can hold, or None where the bank has no answers for the lesson:
        ``answers`` are the wrong ones by name, each with ``about`` and ``text``; ``cells`` has
        for each graded cell the names of its ``wrong`` answers, the texts of its ``reference``,
        the definitions that these need ``before`` them, all that a new kernel needs as ``setup``,
        and the ``files`` it loads; ``files`` are the reference's, in base64.

    Raises:
        course.grading.controls.bank.BankError: the bank is not as it must be.
    """
    source, bank = Path(source), Path(bank)
    if not directory.notebook(lesson, source).is_file():
        source = directory.SOURCE
    if not (bank / lesson).is_dir() or not directory.notebook(lesson, source).is_file():
        return None
    ((reference, answers),) = read_bank(bank, [lesson], source)
    cells = {cell.metadata.nbgrader.grade_id: _cell(cell, reference, answers)
             for cell in reference.notebook.cells if graded(cell)}
    wrong = {name for cell in cells.values() for name in cell["wrong"]}
    texts = {a.name: {"about": a.about, "text": _python(a.text)} for a in answers if a.name in wrong}
    stubs = {f"{name}/stub": {"about": "an empty one", "text": _stub(text)}
             for name, text in _solutions(reference).items()}
    names = {name for cell in cells.values() for name in cell["files"]}
    files = {name: base64.b64encode(_reference_file(reference, name).read_bytes()).decode() for name in names}
    return {"lesson": lesson, "answers": texts | stubs, "cells": cells, "files": files}


def plan_for(root: str | Path, lesson: str) -> dict[str, Any] | None:
    """The `plan` of a lesson of the course directory ``root``, kept until one of its files changes."""
    root = Path(root)
    bank = root / "tests" / "answers"
    bank = bank if (bank / lesson).is_dir() else BANK
    source = root / "source"
    paths = [directory.notebook(lesson, source), directory.notebook(lesson), *(bank / lesson).rglob("*.py")]
    stamps = tuple(path.stat().st_mtime_ns for path in paths if path.is_file())
    return _kept_plan(lesson, source, bank, stamps)


@functools.lru_cache(maxsize=8)
def _kept_plan(lesson, source, bank, stamps):
    return plan(lesson, source, bank)


def _cell(cell, lesson, answers):
    name = cell.metadata.nbgrader.grade_id
    of = sorted(lesson.graded[name])
    files = [f for f in SAVED.findall(cell.source) if _reference_file(lesson, f).is_file()]
    solutions = _solutions(lesson)
    reference = [_python(solutions[solution]) for solution in of if solution in solutions]
    wrong = [a.name for a in answers if name in a.fails and _is_fit(a)]
    # The bank makes sure that a stub loses all points, but for what is marked by a saved file.
    if not wrong and not SAVED.search(cell.source):
        wrong = [f"{solution}/stub" for solution in of if solution in solutions]
    texts, cells = [*reference, cell.source], [_python(c.source) for c in _definitions(lesson)]
    before, setup = needed(texts, cells), needed(texts, cells, calls=True)
    return {"wrong": wrong, "reference": reference, "before": before, "setup": setup, "files": files}


def _is_fit(answer):
    return not UNFIT.search(answer.text) and not any("standard error" in words for words in answer.says)


def _solutions(lesson):
    cells = [c for c in lesson.notebook.cells if c.cell_type == "code"]
    named = {c.metadata.get("nbgrader", {}).get("grade_id"): c.source for c in cells}
    return {name: text for name, text in named.items() if name in lesson.solutions}


def _definitions(lesson):
    return [c for c in lesson.notebook.cells if c.cell_type == "code" and not graded(c)]


def _reference_file(lesson, name):
    """The reference's weights, which nobody need copy into another course directory."""
    path = Path(name)
    name = path.with_suffix(".reference" + path.suffix)
    return next((folder / name for folder in (lesson.folder, directory.SOURCE / lesson.name)
                 if (folder / name).is_file()), lesson.folder / name)


def _python(text):
    return TransformerManager().transform_cell(text)


def _stub(text):
    """A solution cell as students get it."""
    return _python(REGION.sub(r"\1raise NotImplementedError\n", text + "\n"))


def evidence(notebook: NotebookNode) -> list[str]:
    """The sentences that say why an executed notebook needs a look; none if it does not."""
    return list(notebook.metadata.get("course_evidence", ()))


def doubts(notebook: NotebookNode) -> list[str]:
    """The sentences for which somebody should look at an executed notebook that keeps its points."""
    return list(notebook.metadata.get("course_doubts", ()))


def take_points(notebook: NotebookNode, sentences: Sequence[str]) -> None:
    """Record evidence in an executed notebook, and take the points of all its graded cells."""
    for cell in notebook.cells:
        if graded(cell):
            message = f"This hand-in needs a look: {sentences[0][0].lower()}{sentences[0][1:]}"
            trace = [f"\x1b[0;31mNeedsALook\x1b[0m: {message}"]
            cell.outputs.insert(0, new_output("error", ename="NeedsALook", evalue=message, traceback=trace))
    notebook.metadata["course_evidence"] = list(sentences)
    lines = ["**This hand-in needs a look.** Its graded cells earned no points, because:", ""]
    note = new_markdown_cell("\n".join([*lines, *(f"* {sentence}" for sentence in sentences)]))
    note.metadata["course"] = {"kind": "evidence"}
    if (notebook.nbformat, notebook.nbformat_minor) < (4, 5):
        del note["id"]
    notebook.cells.insert(0, note)
