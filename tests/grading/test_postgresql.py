"""PostgreSQL as the gradebook, with a server of the test's own: on a socket, in a folder, no network."""

import csv
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import pytest
from helpers import tiny
from helpers.classroom import (
    ENV,
    LONG,
    course_directory,
    expected,
    grade,
    hand_in,
    hand_in_class,
    points,
    released,
    rows_of,
    until,
)
from nbgrader.api import Gradebook

from course.grading import directory
from course.lessons import publish

psycopg2 = pytest.importorskip("psycopg2", reason="psycopg2, PostgreSQL's driver, is not installed")

NOBODY = 65534  # PostgreSQL refuses to be run by root


def programs():
    """The folder of PostgreSQL's server programs: Debian does not put them on the path."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = Path("/usr/lib/postgresql").glob("*/bin")
    return max(folders, key=lambda path: float(path.parent.name), default=None)


WHY_NOT = tiny.WHY_NO_SANDBOX or ("" if programs() else "PostgreSQL's server is not installed")

pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)


@pytest.fixture(scope="module")
def server():
    """A running server; yields the folder of its socket."""
    place = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path must be short
    as_nobody = []
    if os.geteuid() == 0:
        os.chown(place, NOBODY, NOBODY)
        as_nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    data, log = place / "data", (place / "log").open("w")
    make = ["initdb", "-D", data, "-U", "grader", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    serve = ["postgres", "-D", data, "-k", place, "-c", "listen_addresses=", "-c", "fsync=off"]
    make[0], serve[0] = programs() / make[0], programs() / serve[0]
    try:
        subprocess.run([*as_nobody, *make], check=True, cwd=place, stdout=log, stderr=log, timeout=LONG)
        process = subprocess.Popen([*as_nobody, *serve], cwd=place, stdout=log, stderr=log)
        try:
            until(lambda: process.poll() is not None or answers(place))
            yield place
        finally:
            process.send_signal(signal.SIGINT)  # an end without waiting for clients
            process.wait(LONG)
    finally:
        log.close()
        shutil.rmtree(place, ignore_errors=True)


def answers(place):
    """Make the gradebook's database, as soon as the server lets us."""
    try:
        connection = psycopg2.connect(host=str(place), user="grader", dbname="postgres")
    except psycopg2.OperationalError:
        return False
    connection.autocommit = True
    connection.cursor().execute("CREATE DATABASE gradebook")
    connection.close()
    return True


@pytest.fixture(scope="module")
def courses(server, tmp_path_factory):
    """Two course directories with the same hand-ins, graded: one on SQLite, one on PostgreSQL."""
    place = tmp_path_factory.mktemp("courses")
    url = f"postgresql+psycopg2://grader@/gradebook?host={server}"
    lite = released(place / "sqlite")
    postgres = course_directory(place / "postgres", f"\nc.CourseDirectory.db_url = {url!r}\n")
    nbgrader(postgres, "generate_assignment", "tiny")
    for root in (lite, postgres):
        hand_in_class(root)
        done = grade(root)
        assert done.returncode == 0, done.stderr
    return lite, postgres, url


def nbgrader(root, *arguments):
    line = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(line, env=ENV, cwd=root, capture_output=True, text=True, timeout=LONG)
    assert done.returncode == 0, done.stderr


def marks(url):
    """Each cell's points in a gradebook."""
    with Gradebook(url, "gan") as gradebook:
        return {
            (submission.student.id, mark.name): (mark.auto_score, mark.manual_score, mark.needs_manual_grade)
            for submission in gradebook.assignment_submissions("tiny")
            for notebook in submission.notebooks
            for mark in notebook.grades
        }


def test_marks_are_those_of_sqlite(courses):
    lite, postgres, url = courses
    assert rows_of(postgres) == rows_of(lite)
    assert points(rows_of(postgres)) == expected()
    assert marks(url) == marks(f"sqlite:///{lite}/gradebook/gradebook.db")
    assert len(marks(url)) == 3 * 4
    assert not (postgres / "gradebook" / "gradebook.db").exists(), "it wrote to SQLite as well"


def test_nbgrader_exports_them(courses):
    _, postgres, _ = courses
    nbgrader(postgres, "export")
    with open(postgres / "grades.csv", newline="") as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert scores == {student: sum(points) for student, points in expected().items()}


def test_only_what_changed_is_graded_again(courses):
    _, postgres, url = courses
    entries = sorted((postgres / "gradebook" / "graded" / "tiny").iterdir())
    before = [entry.stat().st_mtime_ns for entry in entries]
    assert grade(postgres).stderr == "", "it graded something again"
    assert [entry.stat().st_mtime_ns for entry in entries] == before
    hand_in(postgres, "wrong-half")
    done = grade(postgres)
    assert "1 of 1 hand-ins done" in done.stderr, done.stderr
    assert points(rows_of(postgres))["wrong-half"] == [2, 1, 1]
    assert marks(url)["wrong-half", "half-value"][0] == 1


def test_cells_are_added_and_removed_by_force(courses):
    """PostgreSQL, unlike SQLite, minds which row goes before which."""
    _, postgres, url = courses
    path = directory.notebook("tiny", postgres / "source")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.id not in ("double-zero", "why")]
    notebook.cells.append(tiny.graded("half-zero", "half", 1, "assert half(0) == 0"))
    nbformat.write(notebook, path)
    with pytest.raises(publish.PublishError, match="lacks double-zero, why and adds half-zero"):
        publish.release("tiny", postgres)
    publish.release("tiny", postgres, force=True)
    assert {name for _, name in marks(url)} == {"double-value", "half-value", "half-zero"}
    assert marks(url)["right-0", "half-zero"] == (None, None, True)
    assert marks(url)["right-0", "half-value"] == (1, None, False)
