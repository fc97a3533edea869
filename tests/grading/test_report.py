"""Marks as rows for people: points, and each reason once."""

from types import SimpleNamespace

import nbformat
import pytest

from course.command import demo
from course.grading import directory, report
from course.grading.directory import REGIONS
from course.lessons import solutions

ORDER = [("a", 1), ("b", 2), ("c", 1), ("d", 1)]


def row(student, lost):
    points = {name: 0 if name in lost else most for name, most in ORDER}
    return report.Row(student, "tiny", points, dict(ORDER), ["essay"], dict(lost))


def test_a_row_shows_points_total_and_each_reason_once():
    rows = [row("ada", {}), row("ben", {"a": "no", "b": "no", "d": "late"})]
    lines = report.table(rows, ORDER).splitlines()
    assert lines[:4] == ["  1  a (1)", "  2  b (2)", "  3  c (1)", "  4  d (1)"]
    assert lines[6].split() == ["ada", "1", "2", "1", "1", "5/5"]
    assert lines[7].split() == ["ben", "0", "0", "1", "0", "1/5"]
    assert [line.strip() for line in lines[8:]] == ["1, 2: no", "4: late"]


def test_the_way_through_the_course_has_a_line_for_each_lesson():
    table = report.course_table({"01_one": row("ada", {}), "02_two": row("ada", {"b": "no"})})
    assert [line.split()[:2] for line in table.splitlines()] == [
        ["01_one", "5/5"], ["02_two", "3/5"], ["b:", "no"],
    ]  # fmt: skip


def test_points_beyond_the_most_are_a_bonus():
    with_bonus = row("ada", {})
    with_bonus.points["a"] += 2
    assert report.course_table({"07_seven": with_bonus}).endswith("by hand, bonus points on top")


def test_numbers_are_given_as_ranges():
    assert report._ranges([1, 2, 3, 5, 7, 8]) == "1 to 3, 5, 7, 8"


def ran(source, error=None, **course):
    """A cell that ran: with this error, and this metadata of the course."""
    cell = nbformat.v4.new_code_cell(source)
    if error:
        name, _, words = error.partition(": ")
        cell.outputs = [nbformat.v4.new_output("error", ename=name, evalue=words)]
    cell.metadata.course = nbformat.from_dict(course)
    return cell


def stopped(*cells):
    return report._stopped(SimpleNamespace(cells=cells))


@pytest.mark.parametrize("of", [["net"], "net"])
def test_a_cell_whose_solution_does_not_run_says_why(of):
    graded = ran("assert net", kind="test", name="net-shape", of=of)
    wrong = ran("import x", "ModuleNotFoundError: No module named 'x'", kind="solution", name="net")
    why = {"net-shape": "the cell net stops: ModuleNotFoundError: No module named 'x'"}
    assert stopped(wrong, graded) == why
    assert stopped(ran("import x", kind="solution", name="net"), graded) == {}


@pytest.mark.parametrize("source", [
    "def net(x):\n    return (x", "class net:\n  x = (", "net = (1", "net: int = (1", "async def net(): (",
])  # fmt: skip
def test_a_missing_name_is_laid_to_the_cell_that_would_have_defined_it(source):
    """Whoever the graded cell is of, and whoever wrote the cell; its number in IPython says nothing."""
    missing = "NameError: name 'net' is not defined"
    graded = ran("assert step(net)", missing, kind="test", name="step-loss", of=["step"])
    error = "SyntaxError: '(' was never closed (1139295026.py, line 2)"
    why = "stops: SyntaxError: '(' was never closed (line 2)"
    solution = ran(source, error, kind="solution", name="net")
    again = ran("net = net", missing)
    assert stopped(solution, again, graded) == {"step-loss": f"the cell net {why}"}
    assert stopped(ran(source, error), graded) == {"step-loss": f"a cell of the student's own {why}"}
    other = ran("assert step(net)", "AssertionError: net is 1", kind="test", name="step-loss", of="step")
    assert stopped(solution, other) == stopped(ran("net(1)", missing), graded) == {}


def test_reference_answers_are_those_of_every_cell_that_a_student_fills_in():
    answers = solutions.reference_answers(demo.LESSON)
    released = nbformat.read(directory.notebook(demo.LESSON, directory.RELEASE), as_version=4)
    open_cells = [c.metadata.nbgrader for c in released.cells if c.metadata.get("nbgrader")]
    assert set(answers) == {cell.grade_id for cell in open_cells if cell.solution}
    assert not any(marker in text for text in answers.values() for marker in REGIONS)


def test_the_demo_class_hands_in_what_its_description_says():
    answers = demo.answers()
    assert set(answers) == set(demo.CLASS)
    right = answers["ada"]
    changed = {name: {k for k in right if given.get(k) != right[k]} for name, given in answers.items()}
    assert changed["dan"] == set(right) and len(changed["ben"]) == 5
    assert (changed["eva"], changed["finn"]) == ({"train-discriminator"}, {"train-generator"})
