"""What Validate shows of a graded cell that failed."""

import pytest
from helpers import tiny
from nbformat.v4 import new_output
from nbgrader.utils import compute_checksum

from course.command.validate import WIDTH, ShortFailures


def shown(cell, *traceback):
    if traceback:
        cell.outputs = [new_output("error", ename="KeyError", evalue="'x'", traceback=list(traceback))]
    cell.metadata.nbgrader.checksum = compute_checksum(cell)
    return ShortFailures().preprocess_cell(cell, {}, 0)[0]


@pytest.mark.parametrize("source", [
    "# double(3) is 6.\nassert False", "# double-value · 2 points\n# double(3) is 6.\nassert False",
])  # fmt: skip
def test_a_graded_cell_is_its_name_points_and_sentence(source):
    cell = shown(tiny.graded("double-value", ["double"], 2, source), "double(3) is 3", "in double, line 2")
    assert cell.source == "double-value · 2 points\ndouble(3) is 6."
    assert cell.outputs[0].traceback == ["double(3) is 3", "in double, line 2"]
    assert cell.metadata.nbgrader.checksum == compute_checksum(cell), "or it would count as changed"


def test_a_long_traceback_is_its_last_line_and_a_long_line_is_broken():
    cell = tiny.graded("double-value", ["double"], 1, "assert False")
    assert shown(cell, "a", "b\nc", "d").outputs[0].traceback == ["KeyError: 'x'"]
    (text,) = shown(cell, "word " * 60).outputs[0].traceback
    assert len(text.split()) == 60 and max(map(len, text.split("\n"))) <= WIDTH


def test_what_a_student_changed_still_counts_as_changed():
    cell = tiny.graded("double-value", ["double"], 1, "assert False")
    cell.metadata.nbgrader.checksum = "another"
    ShortFailures().preprocess_cell(cell, {}, 0)
    assert cell.metadata.nbgrader.checksum == "another"


def test_an_essay_that_is_written_and_code_that_is_not_graded_stay():
    *_, essay = tiny.lesson().cells
    assert shown(essay).source == "why · 3 points\nAn answer in your own words."
    essay.source = "Because."
    assert ShortFailures().preprocess_cell(essay, {}, 0)[0].source == "Because."
    solution = tiny.solution("double", "x = 1")
    assert shown(solution).source == "x = 1"
