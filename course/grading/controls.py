"""Controls: in a hand-in's own kernel, graded cells run against answers whose marks are known.

A hand-in shares its kernel with the cells that mark it, so it can change what an assert does, what
is equal to what, or what a cell's output is.  Beside the real run of each graded cell, in an order
drawn anew, the grader therefore runs the same text

* against a wrong answer, drawn from the answer bank: always; it must fail;
* with a contradiction, against the hand-in's own answer: always; it must fail.  A false statement is
  put before it, or its expected value is exchanged, or `course.probe.same` expects far too much;
* against the reference: in cells of up to 20 points by chance, one in four; it must pass.

What a hand-in can still do.  Who makes every answer right is seen in the first graded cell.  Who
makes only wrong formulas right, say by exchanging torch.tanh for torch.sigmoid, is seen by the
wrong answers that are not of that kind, and by the reference: of n such cells none is looked at with
probability 0.75 ** n.  Who lets objects be equal to everything is seen where the contradiction
exchanges values: in half of the cells or more, so 0.5 ** n.  Who knows each graded cell by its text
and each answer by its identity, and tampers only where both are his own, is seen only by
`course.probe.same`; no control in his own kernel can do better.
"""

import base64
import functools
import re
from pathlib import Path

from IPython.core.inputtransformer2 import TransformerManager
from nbformat.v4 import new_markdown_cell, new_output

from course import publish
from course.grading.bank import read_bank
from course.grading.definitions import needed
from course.grading.marks import graded

CHANCE = 0.25  # of a reference control
SAVED = re.compile(r"""probe\.saved\(["']([^"']+)["']\)""")
# Of no use: what ends or hangs the kernel, or is wrong on some machines only.
UNFIT = re.compile(r"os\._exit|os\.kill|sys\.exit|while True|cuda")
REGION = re.compile(r"([ \t]*)### BEGIN SOLUTION\n.*?### END SOLUTION\n", re.DOTALL)
BANK = publish.ROOT / "tests" / "answers"


def plan(lesson, source, bank):
    """All that controls need: the answers of a lesson whose marks are known.

    Args:
        lesson: name of the lesson.
        source: folder of lessons; where it lacks the lesson, the course's own is taken.
        bank: folder of the answer bank.

    Returns:
        A dictionary that JSON can hold, or None where the bank has no answers for the lesson:
        ``answers`` are the wrong ones by name, each with ``about`` and ``text``; ``cells`` has
        for each graded cell the names of its ``wrong`` answers, the texts of its ``reference``,
        the definitions that these need ``before`` them, and the ``files`` it loads;
        ``files`` are the reference's, in base64.

    Raises:
        course.grading.bank.BankError: the bank is not as it must be.
    """
    source, bank = Path(source), Path(bank)
    if not publish.notebook(lesson, source).is_file():
        source = publish.SOURCE
    if not (bank / lesson).is_dir() or not publish.notebook(lesson, source).is_file():
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


def plan_for(root, lesson):
    """The `plan` of a lesson of the course directory ``root``, kept until one of its files changes."""
    root = Path(root)
    bank = root / "tests" / "answers"
    bank = bank if (bank / lesson).is_dir() else BANK
    source = root / "source"
    paths = [publish.notebook(lesson, source), publish.notebook(lesson), *(bank / lesson).rglob("*.py")]
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
    before = needed([*reference, cell.source], [_python(c.source) for c in _definitions(lesson)])
    return {"wrong": wrong, "reference": reference, "before": before, "files": files}


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
    return next((folder / name for folder in (lesson.folder, publish.SOURCE / lesson.name)
                 if (folder / name).is_file()), lesson.folder / name)


def _python(text):
    return TransformerManager().transform_cell(text)


def _stub(text):
    """A solution cell as students get it."""
    return _python(REGION.sub(r"\1raise NotImplementedError\n", text + "\n"))


def evidence(notebook):
    """The sentences that say why an executed notebook needs a look; none if it does not."""
    return list(notebook.metadata.get("course_evidence", ()))


def take_points(notebook, sentences):
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
