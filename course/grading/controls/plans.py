"""Controls: what notices that a hand-in tampers with its marks, without a word that is secret.

A hand-in shares its kernel with the cells that mark it, so it can change what an assert does, what
is equal to what, or what a cell's output is; and it can read whatever runs or lies there.  So
nothing may come into that kernel which students must not have: no reference, no answer of the bank,
no weights but its own.  All that comes in is the lesson as it was released and the hand-in itself.
What is ``secret`` in a plan goes to a kernel of its own, without the hand-in.

Before each graded cell the course's own code is compared with what it was before the hand-in ran
(`pristine`).  Behind each graded cell that passed, in an order drawn anew, it is tried again

* on pristine ground (`retrial`): the same text and the same answer, but modules hold what they held,
  the course's measures compare with the digits they were made for, no hook, trace or transformer has
  a part in it, and what the answer exchanges or changes in place while it runs is put back as it
  returns.  It must not fail there as graded cells do;
* with nothing in the answer's place, or with the numbers of its weights shuffled: it must fail;
* as contradictions: with a false statement put into it, and with other expected values, in its own
  ``assert … == …`` or in `course.probe.same`: it must fail.

Chance accuses nobody.  What fails on pristine ground must do so eight times, and pass eight times as
it is, in turn; what passes with nothing or with shuffled weights must do so three times; and in a new
kernel, without the hand-in, the reference must go through the same 60 times as it should, or for 20
seconds where that is less, but eight times at least.

Given up.  The kernel once ran the reference too, which had to pass, and answers known to be wrong,
which had to fail; any cell that wraps ``compile`` could read them.  Pristine ground notices what the
reference did.  An answer that is wrong in a way of its own author's choice is no longer tried.

What escapes.  Who exchanges something else than the course, Python's builtins and PyTorch's public
functions and classes (what they call inside, or memory through ctypes) is seen only where a
contradiction shows it.  An answer that looks up its caller can find out that it is being watched, and
exchange `pristine`, `retrial` and `scene` themselves along with what would notice that: nothing that
runs in the same kernel can do better.  Who tampers in the first run of a text that he knows and never
again looks like chance: the cell fails on pristine ground, and as it is too.  Objects that are equal
to everything are seen in each cell that compares by ``assert … == …`` or `course.probe.same`.  Hidden
tests are run, so they can be read.
"""

import ast
import functools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output

from course.grading import directory, syntax
from course.grading.controls.bank import read_lesson
from course.grading.controls.definitions import defined, needed
from course.grading.marks import graded

SAVED = re.compile(r"""probe\.saved\(["']([^"']+)["']\)""")
REGION = re.compile(r"([ \t]*)### BEGIN SOLUTION\n.*?### END SOLUTION\n", re.DOTALL)
NAME = re.compile(r"\w+")
BANK = directory.ROOT / "tests" / "answers"


def plan(lesson: str, source: str | Path, bank: str | Path) -> dict[str, Any] | None:
    """All that controls need of a lesson.

    Args:
        lesson: name of the lesson.
        source: folder of lessons; where it lacks the lesson, the course's own is taken.
        bank: folder of the answer bank, which has proven that the graded cells tell answers apart.

    Returns:
        A dictionary that JSON can hold, or None where the bank has no answers for the lesson:
        ``cells`` has for each graded cell the names of its ``own`` answer, the definitions that the
        lesson has ``given`` it, and the ``files`` it loads, none of it secret; ``secret`` has for
        each the texts of its ``reference`` and of all ``setup`` that this needs.

    Raises:
        course.grading.controls.bank.BankError: the lesson cannot be read.
    """
    source, bank = Path(source), Path(bank)
    if not directory.notebook(lesson, source).is_file():
        source = directory.SOURCE
    if not any((bank / lesson).rglob("*.py")) or not directory.notebook(lesson, source).is_file():
        return None
    texts = _Texts(read_lesson(lesson, source))
    return {
        "lesson": lesson,
        "cells": {name: _open(name, texts) for name in texts.graded},
        "secret": {name: _secret(name, texts) for name in texts.graded},
    }


def plan_for(root: str | Path, lesson: str) -> dict[str, Any] | None:
    """The `plan` of a lesson of the course directory ``root``, kept until one of its files changes."""
    root = Path(root)
    bank = root / "tests" / "answers"
    bank = bank if (bank / lesson).is_dir() else BANK
    source = root / "source"
    paths = [directory.notebook(lesson, source), directory.notebook(lesson)]
    stamps = tuple(path.stat().st_mtime_ns for path in paths if path.is_file())
    return _kept_plan(lesson, source, bank, stamps)


@functools.lru_cache(maxsize=8)
def _kept_plan(lesson, source, bank, stamps):
    return plan(lesson, source, bank)


class _Texts:
    """A lesson's cells of code as plain Python, which takes a while.

    Attributes:
        graded: the graded cells, by name.
        of: the reference's texts for the solutions that each of those is of.
        code: all other cells.
        given: those of them that are no solution, as students get them.
        words: all words in what students get.
    """

    def __init__(self, lesson):
        cells = [cell for cell in lesson.notebook.cells if cell.cell_type == "code"]
        stubs = {cell.id: syntax.plain(_stub(cell.source)) for cell in cells}
        self.words = set(NAME.findall("\n".join(stubs.values())))
        self.graded = {_id(cell): syntax.plain(cell.source) for cell in cells if graded(cell)}
        cells = [cell for cell in cells if not graded(cell)]
        self.given = [stubs[cell.id] for cell in cells if _id(cell) not in lesson.solutions]
        self.code = [syntax.plain(cell.source) for cell in cells]
        named = dict(zip(map(_id, cells), self.code, strict=True))
        self.of = {
            name: [named[solution] for solution in sorted(solutions) if solution in named]
            for name, solutions in lesson.graded.items()
        }


def _open(name, texts):
    """What of a graded cell may come before a hand-in's eyes."""
    own = set().union(*(defined(text) for text in texts.of[name]))
    given = [text for text in needed([texts.graded[name]], texts.given) if not _is_value(text)]
    return {"own": sorted(own & texts.words), "given": given, "files": SAVED.findall(texts.graded[name])}


def _secret(name, texts):
    setup = needed([*texts.of[name], texts.graded[name]], texts.code, calls=True)
    return {"reference": texts.of[name], "setup": setup}


def _id(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def _is_value(text):
    """Whether a definition is a value, which students may change: a size, a rate."""
    return not isinstance(syntax.body(text)[0], ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef)


def _stub(text):
    """A cell as students get it."""
    return REGION.sub(r"\1raise NotImplementedError\n", text + "\n")


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
