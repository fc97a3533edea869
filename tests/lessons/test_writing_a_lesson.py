"""docs/writing-a-lesson.md, followed word by word in a copy of this repository."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import tiny
from helpers.classroom import LONG
from nbgrader.api import Gradebook

from course import probe
from course.grading.directory import ROOT
from course.lessons import authoring

PAGE = (ROOT / "docs" / "writing-a-lesson.md").read_text(encoding="utf-8")
FENCE = re.compile(r"([^\n]*)\n\n```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ACTIVATE = next(body for _, language, body in FENCE.findall(PAGE) if language == "sh")


def sections():
    """The page's sections, headings included, by their headings."""
    return {part.partition("\n")[0]: part for part in PAGE.split("\n## ")[1:]}


@pytest.fixture
def house(tmp_path):
    """A copy of what grades and of its settings, whose activated environment imports the copy."""
    shutil.copytree(ROOT / "course", tmp_path / "course")
    # The sandbox lets no PYTHONPATH in, so it would not find the copy.  It has tests of its own.
    (tmp_path / "nbgrader_config.py").write_text(tiny.settings("c.WarmExecute.sandbox = False"))
    activate = tmp_path / ".venv" / "bin" / "activate"
    activate.parent.mkdir(parents=True)
    activate.write_text(f"export PATH='{Path(sys.executable).parent}':$PATH PYTHONPATH='{tmp_path}'\n")
    return tmp_path


def follow(section, house):
    """Write the files that a section shows, run its commands, compare what it says they print."""
    printed = ""
    for before, language, body in FENCE.findall(section):
        if language == "python":
            write(house, before, body)
        elif language == "sh":
            printed = run(house, body)
        else:
            assert_shown(printed, body)


def write(house, before, body):
    (name,) = re.findall(r"Write `([^`]+)`:$", before)
    path = house / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(body, encoding="utf-8")


def run(house, commands):
    done = subprocess.run(
        ["bash", "-e", "-c", ACTIVATE + commands], cwd=house, timeout=LONG, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert done.returncode == 0, f"{commands}{done.stdout}"
    return done.stdout


def assert_shown(printed, lines):
    """Each line that the page shows was printed, in this order; its ``…`` stands for anything."""
    rest = [" ".join(line.split()) for line in printed.splitlines()]
    for line in lines.splitlines():
        wanted = re.compile(re.escape(line).replace(r"\ …\ ", " .*").replace("…", ".*"))
        place = next((n for n, text in enumerate(rest) if wanted.match(text)), None)
        assert place is not None, f"{line!r} is not printed, or not in its place:\n{printed}"
        rest = rest[place + 1 :]


def nothing_secret_is_released(house):
    (solution,) = re.findall(r"### BEGIN SOLUTION\n\s*(.*)\n\s*### END SOLUTION", PAGE)
    released = (house / "release/90_tiny/90_tiny.ipynb").read_text(encoding="utf-8")
    assert "raise NotImplementedError" in released
    assert solution in (house / "source/90_tiny/90_tiny.ipynb").read_text(encoding="utf-8")
    assert solution not in released


def the_marks_are_in_the_table_too(house):
    rows = json.loads((house / "gradebook/90_tiny.json").read_text(encoding="utf-8"))
    points = {row["student"]: row["points"] for row in rows}
    assert points == {"try-right": {"real-share-value": 2, "real-share-device": 1},
                      "try-wrong": {"real-share-value": 0, "real-share-device": 1}}  # fmt: skip
    assert (house / "gradebook/90_tiny.csv").is_file()


def the_feedback_names_the_mistake(house):
    (words,) = re.findall(r"# fails: real-share-value\n# says: (.*)", PAGE)
    for student, is_named in (("try-wrong", True), ("try-right", False)):
        page = (house / "feedback" / student / "90_tiny/90_tiny.html").read_text(encoding="utf-8")
        assert (words in page.partition("<section")[0]) is is_named


def nothing_is_left(house):
    assert [p for p in house.rglob("*") if "90_tiny" in p.name or p.name.startswith("try-")] == []
    with Gradebook(f"sqlite:///{house}/gradebook/gradebook.db") as book:
        assert (book.assignments, book.students) == ([], [])


AFTERWARDS = {
    "1 · Write the text": None,
    "2 · Build it": None,
    "3 · Release it": nothing_secret_is_released,
    "4 · Attack it": None,
    "5 · Grade it": the_marks_are_in_the_table_too,
    "6 · Give feedback": the_feedback_names_the_mistake,
    "Take it away, or keep it": nothing_is_left,
    "Rules for graded cells": None,
}


def test_the_page_can_be_followed_word_by_word(house):
    assert ACTIVATE == "source .venv/bin/activate\n"
    assert list(sections()) == list(AFTERWARDS)
    assert len(FENCE.findall(PAGE)) == PAGE.count("```") // 2, "a fence that no empty line precedes"
    for title, check in AFTERWARDS.items():
        follow(sections()[title], house)
        if check:
            check(house)


def test_the_page_explains_every_tag():
    tags = re.findall(r'^\| `(?:\[markdown\] )?(\w+)="id"', PAGE, re.MULTILINE)
    assert sorted(tags) == sorted(authoring.KINDS)


def test_what_the_page_points_to_is_there():
    links = re.findall(r"\]\(([^)#]+)(?:#([^)]*))?\)", PAGE)
    assert links
    for path, heading in links:
        text = (ROOT / "docs" / path).read_text(encoding="utf-8")
        headings = [h.lower().replace(" ", "-") for h in re.findall(r"^#+ (.*)", text, re.MULTILINE)]
        assert not heading or heading in headings, f"{path} has no heading {heading!r}"
    for name in re.findall(r"`probe\.(\w+)", PAGE):
        assert hasattr(probe, name), name
