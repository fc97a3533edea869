"""What Validate makes of copied cells, and how it says in words what is passed, failed and blank."""

import copy
import logging

import pytest
from helpers import tiny
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.utils import compute_checksum
from nbgrader.validator import Validator

from course.command import validation
from course.command.validate import WIDTH, InWords, OneOfEach

SETTING = "nbgrader_config.py"
# Nothing runs: the outputs are there.
SETTINGS = """
from nbgrader.validator import Validator
from course.command.validate import InWords
Validator.preprocessors.tag(config=True)
c.Validator.preprocessors = [InWords]
"""


def released(*more):
    """The tiny lesson as it is handed out, in sections, with each cell's checksum."""
    notebook = tiny.lesson(*more)
    notebook.cells.insert(1, new_markdown_cell("## 1 · Twice"))
    for cell in notebook.cells:
        cell.source = cell.source.split("### BEGIN")[0].rstrip()
        if cell.metadata.get("nbgrader"):
            cell.metadata.nbgrader.checksum = compute_checksum(cell)
    return notebook


def cell(notebook, name):
    (found,) = (one for one in notebook.cells if one.metadata.get("nbgrader", {}).get("grade_id") == name)
    return found


def fails(notebook, name, *traceback, ename="AssertionError", evalue="no"):
    """Let a cell have failed so."""
    said = new_output("error", ename=ename, evalue=evalue, traceback=list(traceback))
    cell(notebook, name).outputs = [said]


def write(notebook, *names):
    """Let a student have written something in these cells."""
    for name in names:
        cell(notebook, name).source += "\n    return x"


def said(notebook):
    """What nbgrader's own Validate shows of a notebook that ran so: entry by entry, source and error."""
    words, _ = InWords().preprocess(notebook, {})
    validator = Validator()
    assert validator._get_changed_cells(words) == []
    return [(one.source, validator._extract_error(one)) for one in validator._get_failed_cells(words)]


def test_a_lesson_that_is_done_is_left_as_it_is():
    notebook = released()
    write(notebook, "double", "half", "why")
    assert said(notebook) == []


def test_one_entry_says_what_is_passed_failed_and_blank():
    notebook = released()
    write(notebook, "double")
    fails(notebook, "double-value", "\x1b[1mdouble(3) is 3\x1b[0m", "in double, line 2:  return x")
    fails(notebook, "half-value", "half is not written yet")
    ((first, more),) = said(notebook)
    assert first == "1 of 3 graded cells passed: 1 of 7 points."
    assert more.split("\n") == [
        "",
        "1 · Twice — double-value, 2 points",
        "double(3) is 6",
        "\x1b[1m  double(3) is 3",
        "  in double, line 2:  return x\x1b[0m",
        "",
        "Not written yet:",
        "  1 · Twice: 4 points",
    ]


def test_the_name_in_a_cells_first_line_is_not_its_sentence():
    notebook = released()
    graded = cell(notebook, "double-value")
    graded.source = f"# double-value · 2 points\n{graded.source}"
    graded.metadata.nbgrader.checksum = compute_checksum(graded)
    write(notebook, "double", "half", "why")
    fails(notebook, "double-value", "double(3) is 3")
    ((_, more),) = said(notebook)
    assert more.split("\n")[1:3] == ["1 · Twice — double-value, 2 points", "double(3) is 6"]


def test_a_bonus_is_called_one_and_may_stay_blank():
    bonus = tiny.graded("third", ["third-part"], 0, "# A third.\nassert False")
    bonus.metadata.course.bonus = 1
    notebook = released(tiny.solution("third-part", "x = 0"), bonus)
    write(notebook, "double", "half", "why")
    fails(notebook, "third", "no")
    assert said(copy.deepcopy(notebook)) == []
    write(notebook, "third-part")
    ((first, more),) = said(notebook)
    assert first == "3 of 3 graded cells passed: 4 of 7 points, 3 points wait for a person."
    assert "third, 1 bonus point" in more and "Not written" not in more


def test_a_long_traceback_is_its_last_line_and_a_long_line_is_broken():
    notebook = released()
    write(notebook, "double", "half", "why")
    fails(notebook, "double-value", "a", "b\nc", "d", ename="KeyError", evalue="'x'")
    fails(notebook, "half-value", "word " * 60)
    ((_, more),) = said(notebook)
    assert "  KeyError: 'x'" in more and "\nc" not in more
    assert more.count("word") == 60 and max(map(len, more.split("\n"))) <= WIDTH + 10


def test_an_exercise_that_stops_is_the_reason():
    notebook = released()
    write(notebook, "double", "half", "why")
    fails(notebook, "half", "…", ename="SyntaxError", evalue="invalid syntax")
    fails(notebook, "half-value", "name 'half' is not defined")
    ((_, more),) = said(notebook)
    assert "your cell half stops: SyntaxError: invalid syntax" in more and "not defined" not in more


def test_a_graded_cell_that_a_student_changed_is_shown_as_changed():
    notebook = released()
    cell(notebook, "double-zero").source = "assert True"
    words, _ = InWords().preprocess(notebook, {})
    (changed,) = Validator()._get_changed_cells(words)
    assert changed.source.startswith("1 · Twice — double-zero, 1 point")
    assert "fresh copy of the lesson" in changed.source


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


def test_on_a_terminal_the_same_words(tmp_path, capsys):
    notebook = released()
    write(notebook, "double")
    fails(notebook, "double-value", "\x1b[1mdouble(3) is 3\x1b[0m")
    path = tmp_path / "tiny" / "tiny.ipynb"
    tiny.write(notebook, path)
    (tmp_path / SETTING).write_text(SETTINGS)
    assert validation.report(path.parent) == 1
    lines = capsys.readouterr().out.split("\n")
    assert lines[1] == "2 of 3 graded cells passed: 2 of 7 points."
    assert "    double(3) is 3" in lines and "\x1b" not in "".join(lines)


@pytest.mark.parametrize("make, says", [
    (lambda folder: None, "there is no notebook in"),
    (lambda folder: [tiny.write(released(), folder / f"{name}.ipynb") for name in "ab"], "there are 2"),
    (lambda folder: tiny.write(released(), folder / "a.ipynb"), "there is no nbgrader_config.py beside"),
    (lambda folder: [(folder / name).write_text("# x") for name in (SETTING, "a.ipynb")], "a.ipynb is no"),
])  # fmt: skip
def test_what_cannot_be_validated_is_said_in_a_sentence(tmp_path, make, says):
    make(tmp_path)
    with pytest.raises(validation.ValidationFailure, match=says):
        validation.report(tmp_path)
