"""nbgrader as its users know it, with this repository's settings, in a folder of its own."""

import copy
import csv
import io
import shutil
import stat
import subprocess
import sys

import nbformat
import pytest
from helpers import tiny
from helpers.classroom import nbgrader
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.preprocessors import Execute, SaveAutoGrades, SaveCells
from nbgrader.validator import Validator
from traitlets.config.loader import PyFileConfigLoader
from traitlets.utils.importstring import import_item

from course.grading.directory import ROOT as HOUSE
from course.grading.execute import WarmExecute
from course.grading.releases import Keep, SaveLesson
from course.grading.repair import Reader
from course.grading.saving import SaveMarks


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course directory: released, handed in by three students, graded, with feedback."""
    root = tmp_path_factory.mktemp("course")
    (root / "nbgrader_config.py").write_text(tiny.settings())
    tiny.write(lesson(), root / "source" / "tiny" / "tiny.ipynb")
    for name in ("tiny.py", "generator.reference.pt", "generator.pt", "table.csv"):
        (root / "source" / "tiny" / name).write_text("teacher")
    tiny.write(tiny.lesson(), root / "release" / "tiny" / "tiny.ipynb")  # as in a clone: no gradebook yet
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        patch.setenv("PATH", "/usr/bin:/bin")  # as for .venv/bin/nbgrader, nothing activated
        nbgrader("generate_assignment", "tiny")
        hand_in(root, "perfect", lesson(), ["generator.pt", "generator.reference.pt"])
        hand_in(root, "blank", released(root))
        hand_in(root, "killer", killer(root))
        for command in (["autograde", "tiny"], ["generate_feedback", "tiny"], ["export"]):
            nbgrader(*command)
    return root


def lesson():
    """The tiny lesson, with one more graded cell, of what the kernel inherits from nbgrader."""
    source = "import os\nassert os.environ['NBGRADER_EXECUTION'] == 'autograde'"
    return tiny.lesson(tiny.graded("environment", ["half"], 1, source))


def released(root):
    return nbformat.read(root / "release" / "tiny" / "tiny.ipynb", as_version=4)


def killer(root):
    """A hand-in that ends its kernel between two right answers, and lacks a graded cell."""
    notebook = released(root)
    double, half = notebook.cells[1], notebook.cells[4]
    double.source = tiny.DOUBLE
    half.source = tiny.HALF + "\nimport os\nos._exit(9)"
    notebook.cells = [cell for cell in notebook.cells if cell.id != "double-zero"]
    return notebook


def hand_in(root, student, notebook, files=()):
    folder = root / "submitted" / student / "tiny"
    tiny.write(notebook, folder / "tiny.ipynb")
    for name in files:
        (folder / name).write_text(student)


def test_nothing_of_the_teacher_is_released(course):
    release = course / "release" / "tiny"
    assert sorted(path.name for path in release.iterdir()) == ["table.csv", "tiny.ipynb"]
    text = (release / "tiny.ipynb").read_text()
    assert "return 2 * x" not in text
    assert "negative numbers" not in text
    assert "# TODO: return twice x\\n" in text
    assert "raise NotImplementedError(" in text


def test_weights_that_a_student_hands_in_survive(course):
    graded = course / "autograded" / "perfect" / "tiny"
    assert (graded / "generator.pt").read_text() == "perfect"
    assert not (course / "autograded" / "blank" / "tiny" / "generator.pt").exists()
    assert (graded / "table.csv").read_text() == "teacher"


def test_reference_weights_reach_no_student(course):
    """A student's file of that name does not get through either: it would be read as the teacher's."""
    for step in ("release", "autograded", "feedback"):
        assert list((course / step).rglob("*.reference.pt")) == []
        assert list((course / step).rglob("*.py")) == []


def test_marks(course):
    with open(course / "grades.csv", newline="") as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    # The essay's three points wait for a person.  The killer keeps what ran before the kernel died.
    assert scores == {"perfect": 5, "blank": 1, "killer": 3}
    assert (course / "gradebook" / "gradebook.db").is_file()
    assert not (course / "gradebook.db").exists()


def test_feedback_and_the_reason_for_a_dead_kernel(course):
    page = (course / "feedback" / "killer" / "tiny" / "tiny.html").read_text()
    assert "the kernel died (exit code 9) in an earlier cell" in page


def test_validate(course, monkeypatch):
    monkeypatch.chdir(course)
    said = io.StringIO()
    monkeypatch.setattr(Validator, "stream", said)
    notebook = tiny.lesson()
    notebook.cells = [*notebook.cells[:3], copy.deepcopy(notebook.cells[2])]
    notebook.cells[3].id = "copied"
    tiny.write(notebook, course / "good.ipynb")
    nbgrader("validate", "good.ipynb")
    assert said.getvalue() == "Success! Your notebook passes all the tests.\n"
    notebook.cells[1].source = "def double(x):\n    return x"
    tiny.write(notebook, course / "bad.ipynb")
    nbgrader("validate", "bad.ipynb")
    assert "double(3) is 3, not 6: was x added once?" in said.getvalue()


@pytest.mark.parametrize("place", [HOUSE, None])
def test_paths_follow_the_settings(place, tmp_path, monkeypatch):
    """From any working directory, for the repository and for a copy (make demo)."""
    monkeypatch.chdir("/")
    shutil.copy(HOUSE / "nbgrader_config.py", tmp_path)
    place = place or tmp_path
    c = PyFileConfigLoader("nbgrader_config.py", path=str(place)).load_config()
    assert c.CourseDirectory.course_id == "gan"
    assert c.CourseDirectory.root == str(place)
    assert c.CourseDirectory.db_url == f"sqlite:///{place}/gradebook/gradebook.db"
    assert stat.S_ISDIR((place / "gradebook").stat().st_mode)


def test_settings_of_execute_hold_for_warm_kernels():
    """And the lists of what nbgrader does are its own but for kernel, releases, marks by hand."""
    c = PyFileConfigLoader("nbgrader_config.py", path=str(HOUSE)).load_config()
    assert WarmExecute(config=c).timeout == c.Execute.timeout == 60
    ours = [import_item(name) for name in c.Autograde.autograde_preprocessors]
    stock = Autograde.autograde_preprocessors.default_args[0]
    instead = {Execute: WarmExecute, SaveAutoGrades: SaveMarks}
    assert ours == [instead.get(item, item) for item in stock]
    ours = [import_item(name) for name in c.GenerateAssignment.preprocessors]
    stock = GenerateAssignment.preprocessors.default_args[0]
    assert ours == [*(SaveLesson if item is SaveCells else item for item in stock), Keep]
    assert "sanitize_preprocessors" not in c.Autograde
    assert Autograde(config=c).exporter_class is Reader


def test_autograde_without_a_sandbox_is_refused_in_one_sentence(tmp_path):
    """And nothing is touched; the flag that the sentence names lets it go on."""
    (tmp_path / "nbgrader_config.py").write_text((HOUSE / "nbgrader_config.py").read_text())
    line = [sys.executable, "-m", "nbgrader", "autograde", "tiny"]
    env = {"PATH": str(tmp_path), "HOME": str(tmp_path)}  # no bubblewrap there
    refused = subprocess.run(line, cwd=tmp_path, env=env, capture_output=True, text=True)
    assert refused.returncode != 0
    assert refused.stderr.startswith("nbgrader: Hand-ins run in a sandbox, but bubblewrap is not installed")
    assert refused.stderr.count("\n") == 1
    allowed = subprocess.run(
        [*line, "--WarmExecute.sandbox=False"], cwd=tmp_path, env=env, capture_output=True, text=True
    )
    assert "No notebooks were matched" in allowed.stderr, allowed.stderr
