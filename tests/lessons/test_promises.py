"""The tables of promises name solutions and graded cells that are there, and leave no exercise out."""

import re

import pytest

from course.grading import directory
from course.lessons import authoring, publish

PAGES = directory.ROOT / "docs" / "promises"
HEAD = ["solution", "promise", "graded cell"]


def rows(page):
    """The rows of the tables of a page: solutions, what is promised, graded cells."""
    found, inside = [], False
    for line in page.splitlines():
        columns = [column.strip() for column in re.split(r"(?<!\\)\|", line.strip())[1:-1]]
        if not line.lstrip().startswith("|"):
            inside = False
        elif columns == HEAD:
            inside = True
        elif inside and not set("".join(columns)) <= set("-: "):
            found.append(columns)
    return found


def names(column):
    return [name.strip("` ") for name in column.split(",") if name.strip("` ")]


def problems(page, graded):
    """What a page says that is not so.

    Args:
        page: its text.
        graded: the graded cells of each solution of the lesson.
    """
    known, done, found = {cell for cells in graded.values() for cell in cells}, set(), []
    for columns in rows(page):
        if len(columns) != 3 or not all(columns):
            found.append(f"a row needs a solution, a promise and a graded cell: {columns}")
            continue
        solutions, promise, cells = names(columns[0]), columns[1], names(columns[2])
        found += [f"{name} is no solution ({promise})" for name in solutions if name not in graded]
        found += [f"{name} is no graded cell ({promise})" for name in cells if name not in known]
        done |= set(solutions)
    return found + [f"{solution} has no row" for solution in graded if solution not in done]


def solutions_of(lesson):
    """The graded cells of each solution of a lesson, from its text."""
    graded = {}
    for cell in authoring.read(publish.text(lesson)).cells:
        course = cell.metadata.get("course", {})
        if course.get("kind") == "solution":
            graded[course.name] = []
        for solution in course.get("of", ()):
            graded[solution].append(course.name)
    return graded


@pytest.mark.parametrize("lesson", publish.lessons())
def test_each_promise_has_a_graded_cell_that_is_there(lesson):
    page = PAGES / f"{lesson}.md"
    if not page.is_file():
        pytest.skip(f"docs/promises/{lesson}.md is not written yet")
    assert not problems(page.read_text(encoding="utf-8"), solutions_of(lesson))


def test_each_page_is_of_a_lesson():
    assert {page.stem for page in PAGES.glob("*.md")} <= {"README", *publish.lessons()}


PAGE = """# A page

| lesson | time |
|---|---|
| nothing | of this |

| solution | promise | graded cell |
|---|---|---|
| `half` | any number, \\| even 0 | `half-value`, `half-zero` |
| `double` | twice x | `double-value` |
"""
GRADED = {"half": ["half-value", "half-zero"], "double": ["double-value"]}


def test_a_page_that_is_right():
    assert rows(PAGE)[0] == ["`half`", r"any number, \| even 0", "`half-value`, `half-zero`"]
    assert problems(PAGE, GRADED) == []


@pytest.mark.parametrize(("was", "now", "words"), [
    ("`half-zero` |", "`half-nil` |", "half-nil is no graded cell (any number"),
    ("| `double` |", "| `twice` |", "twice is no solution (twice x)"),
    ("| `double` | twice x | `double-value` |\n", "", "double has no row"),
    ("| `double-value` |", "| |", "a row needs a solution, a promise and a graded cell"),
])  # fmt: skip
def test_a_page_that_is_wrong(was, now, words):
    assert PAGE.count(was) == 1
    assert any(words in problem for problem in problems(PAGE.replace(was, now), GRADED))
