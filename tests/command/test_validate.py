"""What Validate makes of copied cells, and what it shows of a graded cell that failed."""

import copy
import logging

import pytest
from helpers import tiny
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.utils import compute_checksum

from course.command.validate import WIDTH, OneOfEach, InWords


def shown(cell, *traceback):
    if traceback:
        cell.outputs = [new_output("error", ename="KeyError", evalue="'x'", traceback=list(traceback))]
    cell.metadata.nbgrader.checksum = compute_checksum(cell)
    return InWords().preprocess_cell(cell, {}, 0)[0]


@pytest.mark.parametrize("source", [
    "# double(3) is 6.\nassert False", "# double-value · 2 points\n# double(3) is 6.\nassert False",
])  # fmt: skip
def test_a_graded_cell_is_its_name_points_and_sentence(source):
    cell = shown(tiny.graded("double-value", ["double"], 2, source), "double(3) is 3", "in double, line 2")
    assert cell.source == "double-value · 2 points\ndouble(3) is 6."
    assert cell.outputs[0].traceback == ["double(3) is 3", "in double, line 2"]
    assert cell.metadata.nbgrader.checksum == compute_checksum(cell), "or it would count as changed"


def test_a_bonus_is_called_one():
    cell = tiny.graded("double-value", ["double"], 0, "# double(3) is 6.\nassert False")
    cell.metadata.course.bonus = 1
    assert shown(cell).source == "double-value · 1 bonus point\ndouble(3) is 6."


def test_a_long_traceback_is_its_last_line_and_a_long_line_is_broken():
    cell = tiny.graded("double-value", ["double"], 1, "assert False")
    assert shown(cell, "a", "b\nc", "d").outputs[0].traceback == ["KeyError: 'x'"]
    (text,) = shown(cell, "word " * 60).outputs[0].traceback
    assert len(text.split()) == 60 and max(map(len, text.split("\n"))) <= WIDTH


def test_what_a_student_changed_still_counts_as_changed():
    cell = tiny.graded("double-value", ["double"], 1, "assert False")
    cell.metadata.nbgrader.checksum = "another"
    InWords().preprocess_cell(cell, {}, 0)
    assert cell.metadata.nbgrader.checksum == "another"


def test_an_essay_that_is_written_and_code_that_is_not_graded_stay():
    *_, essay = tiny.lesson().cells
    assert shown(essay).source == "why · 3 points\nAn answer in your own words."
    essay.source = "Because."
    assert InWords().preprocess_cell(essay, {}, 0)[0].source == "Because."
    solution = tiny.solution("double", "x = 1")
    assert shown(solution).source == "x = 1"


def copies(cell, *sources):
    """A notebook with copies of a released cell, with these texts, and which of them still count."""
    cell.metadata.nbgrader.checksum = compute_checksum(cell)
    cells = [new_code_cell("1 + 1"), *(copy.deepcopy(cell) for _ in sources)]
    for number, source in enumerate(sources, 1):
        cells[number].id, cells[number].source = f"copy-{number}", source or cell.source
    kept = OneOfEach().preprocess(new_notebook(cells=cells), {})[0].cells
    assert len(kept) == len(cells)
    return [number for number, one in enumerate(kept) if "nbgrader" in one.metadata]


@pytest.mark.parametrize("sources, counts", [
    ([""], 1), (["", ""], 1), (["print(1)", "", ""], 2), (["print(1)", "print(2)"], 1),
])  # fmt: skip
def test_of_copies_of_a_graded_cell_the_first_with_its_own_text_counts(sources, counts):
    assert copies(tiny.graded("double-value", ["double"], 2, "assert True"), *sources) == [counts]


@pytest.mark.parametrize("sources, counts", [
    (["", ""], 1), (["x = 1", "x = 2", ""], 2), (["", "x = 1"], 2),
])  # fmt: skip
def test_of_copies_of_a_solution_the_last_that_was_changed_counts(sources, counts):
    assert copies(tiny.solution("double", "x = 0"), *sources) == [counts]


def test_a_copied_cell_is_named(caplog, monkeypatch):
    # Its own, since a test before this one may have started an application, whose log goes elsewhere.
    monkeypatch.setattr(OneOfEach, "log", logging.getLogger("validate"))
    with caplog.at_level(logging.WARNING):
        copies(tiny.solution("double", "x = 0"), "x = 1", "x = 2")
    assert "The cell double is there 2 times: one of them counts." in caplog.text
