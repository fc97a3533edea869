"""The command line: bad input gets one clear sentence, and nothing is lost."""

import json
import socket
import sys
from pathlib import Path

import pytest
from jupyterlab_server.settings_utils import get_settings
from nbgrader.apps import ValidateApp

from course.command import lab, main
from course.grading import directory


def said(capsys):
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1, captured.err
    return captured.err


def test_an_unknown_lesson(capsys):
    assert main.main(["source", "99_none"]) == 2
    assert "there is no lesson '99_none'" in said(capsys)


def test_a_lesson_that_is_written_wrongly_keeps_the_old_notebook(tmp_path, monkeypatch, capsys):
    folder = tmp_path / "01_lesson"
    folder.mkdir()
    text = folder / "01_lesson.py"
    text.write_text('# %% solution="one"\n### BEGIN SOLUTION\n1\n')
    (folder / "01_lesson.ipynb").write_text("the old notebook")
    monkeypatch.setattr(directory, "SOURCE", tmp_path)
    assert main.main(["source"]) == 2
    assert f"{text}:2: '### BEGIN SOLUTION' is never closed" in said(capsys)
    assert (folder / "01_lesson.ipynb").read_text() == "the old notebook"


def test_a_port_in_use(capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main.main(["lab", "--port", str(port)]) == 2
    assert f"port {port} is in use" in said(capsys)


@pytest.fixture
def places(tmp_path, monkeypatch):
    monkeypatch.setattr(directory, "RELEASE", tmp_path / "release")
    monkeypatch.setattr(directory, "ROOT", tmp_path)
    (tmp_path / "release" / "01_lesson").mkdir(parents=True)
    (tmp_path / "release" / "01_lesson" / "01_lesson.ipynb").write_text("released")
    return tmp_path


def test_lab_copies_lessons_once_and_keeps_what_a_student_wrote(places):
    assert lab.place() == places / "work"
    mine = places / "work" / "01_lesson" / "01_lesson.ipynb"
    assert mine.read_text() == "released"
    mine.write_text("my work")
    lab.place()
    assert mine.read_text() == "my work"


def test_lab_shows_the_students_folder_and_nothing_else(places):
    line = lab.command(lab.place(), 8888, ["--no-browser"])
    assert f"--ServerApp.root_dir={places / 'work'}" in line and line[-1] == "--no-browser"
    assert "--LabApp.default_url=/lab/tree/01_lesson/01_lesson.ipynb" in line
    assert {path.name for path in (places / "work").iterdir()} == {"01_lesson", "nbgrader_config.py"}


def test_nbgrader_finds_the_courses_settings_in_each_of_a_students_folders(places, monkeypatch):
    """Also where a lesson was copied before: without them a cell has 30 s, and warnings cost points."""
    old = places / "work" / "01_lesson"
    old.mkdir(parents=True)
    for folder in (old.parent, old):
        lab.place()
        monkeypatch.chdir(folder)
        app = ValidateApp()
        app.load_config_file()
        assert (app.config.Execute.timeout, app.config.IgnorePattern.enabled) == (60, True)


def test_lab_in_a_students_copy_of_the_package_opens_the_folder_itself(places, monkeypatch):
    monkeypatch.setattr(lab, "find_spec", lambda name: None)
    monkeypatch.chdir(places / "release")
    assert lab.place() == places / "release"
    monkeypatch.chdir(places)
    with pytest.raises(lab.LabError, match="go to the folder that holds the lessons"):
        lab.command(lab.place() / "work", 8888)


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_is_none(port, capsys):
    assert main.main(["lab", "--port", str(port)]) == 2
    assert "from 1 to 65535" in said(capsys)


def test_lab_without_a_release_says_what_to_run(tmp_path, monkeypatch):
    monkeypatch.setattr(directory, "RELEASE", tmp_path / "none")
    monkeypatch.setattr(directory, "ROOT", tmp_path)
    with pytest.raises(lab.LabError, match="make release"):
        lab.open_lab(port=0)


def test_labs_settings_are_known_to_jupyterlab(tmp_path):
    """By its own reader: a setting that a new version has renamed would be ignored in silence."""
    schemas = Path(sys.prefix, "share", "jupyter", "lab", "schemas")
    for plugin, wanted in json.loads((lab.SETTINGS / "overrides.json").read_text()).items():
        known, warnings = get_settings(str(lab.SETTINGS), str(schemas), str(tmp_path), schema_name=plugin)
        properties = known["schema"]["properties"]
        assert not any(warnings)
        assert all("description" in properties[name] for name in wanted), "not a setting of JupyterLab's"
        assert {name: properties[name]["default"] for name in wanted} == wanted


@pytest.mark.parametrize("budget, environment", [
    (False, {"NBGRADER_EXECUTION": "autograde"}),
    (False, {"NBGRADER_EXECUTION": "validate"}),
    (False, {"CI": "true"}),
    (False, {"PYTEST_VERSION": "9"}),
    (True, {"PYTEST_VERSION": "9", "COURSE_BUDGET": "full"}),
    (False, {"COURSE_BUDGET": "quick"}),
    (True, {}),
])  # fmt: skip
def test_the_budget_follows_the_environment(budget, environment, monkeypatch):
    from course import budget as course_budget

    for name in ("NBGRADER_EXECUTION", "CI", "PYTEST_VERSION", "COURSE_BUDGET"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert course_budget.full() is budget
    assert course_budget.pick(3, 1) == (3 if budget else 1)


def test_an_unknown_budget_is_refused(monkeypatch):
    from course import budget as course_budget

    monkeypatch.setenv("COURSE_BUDGET", "long")
    with pytest.raises(ValueError, match="'full' or 'quick', not 'long'"):
        course_budget.full()


def test_a_progress_bar_writes_to_stdout_and_only_under_the_full_budget(monkeypatch, capsys):
    from course import budget as course_budget

    for value, shown in (("full", True), ("quick", False)):
        monkeypatch.setenv("COURSE_BUDGET", value)
        assert list(course_budget.progress(range(3), "epochs")) == [0, 1, 2]
        captured = capsys.readouterr()
        assert captured.err == "" and ("epochs" in captured.out) is shown
