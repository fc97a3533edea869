"""Bonus points: nbgrader's extra credit, entered by the program, for a person to change."""

import csv
from types import SimpleNamespace

import nbformat
import pytest
from bs4 import BeautifulSoup
from helpers import inprocess, tiny
from helpers.classroom import course_directory, nbgrader
from nbgrader.api import Gradebook

from course.grading import batch, directory
from course.grading.exchange import exports
from course.grading.marks import bonus, mark, price, worth
from course.lessons import publish

MOST = 7  # points of the tiny lesson, without the bonus


def extra_cell(outputs=()):
    """A graded cell that is worth a bonus of 2."""
    cell = tiny.graded("half-odd", ["half"], 0, "# half of 5 is no whole number\nassert half(5) == 2.5")
    cell.metadata.course.bonus = 2
    cell.outputs = list(outputs)
    return cell


def failed():
    return nbformat.v4.new_output("error", ename="AssertionError", evalue="no", traceback=[])


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """ada earned the bonus, ben and cleo did not."""
    root = course_directory(tmp_path_factory.mktemp("bonus") / "course")
    tiny.write(tiny.lesson(extra_cell()), root / "source" / "tiny" / "tiny.ipynb")
    publish.release("tiny", root)
    for student, half in (("ada", "x / 2"), ("ben", "1.5"), ("cleo", "1.5")):
        hand_in(root, student, half)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        inprocess.use(patch)
        rows = {row.student: row for row in batch.grade("tiny", root)}
        nbgrader("generate_feedback", "tiny")
    return SimpleNamespace(root=root, rows=rows)


def hand_in(root, student, half):
    notebook = nbformat.read(directory.notebook("tiny", root / "release"), as_version=4)
    answers = {"double": "def double(x):\n    return 2 * x", "half": f"def half(x):\n    return {half}"}
    for cell in notebook.cells:
        cell.source = answers.get(cell.id, cell.source)
    tiny.write(notebook, root / "submitted" / student / "tiny" / "tiny.ipynb")


def gradebook(course):
    return Gradebook(f"sqlite:///{course.root}/gradebook/gradebook.db", "gan")


def credit(course, student, enter=None):
    """The extra credit of the cell, and the score and the most that nbgrader makes of all."""
    with gradebook(course) as book:
        grade = book.find_grade("half-odd", "tiny", "tiny", student)
        if enter is not None:
            grade.extra_credit = enter
            book.db.commit()
        submission = book.find_submission("tiny", student)
        return grade.extra_credit, submission.score, submission.max_score


def regrade(course, monkeypatch):
    monkeypatch.chdir(course.root)
    inprocess.use(monkeypatch)
    return {row.student: row for row in batch.grade("tiny", course.root, force=True)}


def test_a_cell_with_a_bonus_has_a_mark_of_its_own():
    right, wrong = mark(extra_cell()), mark(extra_cell([failed()]))
    assert (right.points, right.most, right.bonus, right.full) == (2, 2, 2, True)
    assert (wrong.points, wrong.message, wrong.full) == (0, "no", False)
    plain = tiny.graded("half-value", ["half"], 1, "assert half(3)")
    assert [(bonus(cell), worth(cell), price(cell)) for cell in (extra_cell(), plain)] == [
        (2, 2, "2 bonus points"), (0, 1, "1 point"),
    ]  # fmt: skip


def test_it_is_nbgraders_extra_credit(course):
    """The score may be above the most that there is to earn, which stays."""
    assert credit(course, "ada") == (2, 6, MOST)
    assert credit(course, "ben") == (0, 4, MOST)


def test_the_row_of_the_summary_counts_it_on_top(course):
    assert course.rows["ada"].total == (6, 4)
    assert course.rows["ben"].total == (4, 4)
    assert list(course.rows["ben"].reasons) == ["half-odd"]


def test_feedback_tells_it_from_points_that_were_lost(course):
    pages = {s: (course.root / f"feedback/{s}/tiny/tiny.html").read_text("utf-8") for s in ("ada", "ben")}
    soups = {student: BeautifulSoup(text, "html.parser") for student, text in pages.items()}
    head = soups["ada"].header.get_text(" ", strip=True)
    assert head.startswith(f"A tiny lesson tiny 6 of {MOST} points")
    cells = {student: soup.find("a", class_="name", string="half-odd") for student, soup in soups.items()}
    folded = {who: cell.find_parent("details").get_text(" ", strip=True) for who, cell in cells.items()}
    assert folded["ada"].startswith("✓ Passed") and "2 of 2 bonus" in folded["ada"]
    assert folded["ben"].startswith("+ Bonus points that you can still earn: 2 half-odd")
    assert "0 of 2 bonus" in folded["ben"] and not soups["ben"].select("article.mistake")


def test_what_a_person_entered_in_its_place_holds(course, monkeypatch):
    assert credit(course, "cleo", enter=1) == (1, 5, MOST)
    rows = regrade(course, monkeypatch)
    assert credit(course, "cleo") == (1, 5, MOST)
    assert credit(course, "ada")[0] == 2
    assert rows["cleo"].by_hand == []


def test_what_the_program_entered_follows_the_hand_in(course, monkeypatch):
    hand_in(course.root, "ben", "x / 2")
    regrade(course, monkeypatch)
    assert credit(course, "ben")[0] == 2
    hand_in(course.root, "ben", "1.5")
    regrade(course, monkeypatch)
    assert credit(course, "ben")[0] == 0


@pytest.mark.parametrize(("kind", "column"), [("canvas", "tiny"), ("moodle", "tiny"), ("csv", "score")])
def test_it_reaches_the_files_for_others(course, kind, column, tmp_path):
    exports.write(kind, course.root, tmp_path / "marks.csv")
    with open(tmp_path / "marks.csv", newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    found = [row[header.index(column)] for row in rows if "ada" in row]
    assert [float(points) for points in found] == [6]
    if kind == "canvas":
        assert rows[0][header.index(column)] == f"{MOST}"


def test_nbgraders_own_command_gives_the_same(course, monkeypatch):
    monkeypatch.chdir(course.root)
    inprocess.use(monkeypatch)
    nbgrader("autograde", "tiny", "--student", "ada", "--force")
    assert credit(course, "ada") == (2, 6, MOST)
