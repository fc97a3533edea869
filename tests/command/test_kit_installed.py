"""The kit as a student has it: unpacked, installed where nothing else is, opened, a lesson validated."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import nbformat
import pytest
from helpers.classroom import until

from course.command import kit
from course.grading import directory
from course.lessons import solutions

UV = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
NO_NETWORK = re.compile(r"dns error|client error|error sending request|timed out|offline", re.IGNORECASE)
LONG = 240  # seconds: bounds what never takes that long, on a slow and busy machine too
TOKEN = "a-student"
LESSON = "02_mlp_gan"  # the quickest to validate
HALF = ("scale-images", "generator", "discriminator")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A student's folder with its environment in ``.venv``; everything from the zip."""
    if UV is None:
        pytest.skip("uv is not installed, so the kit cannot be")
    _, archive = kit.make(tmp_path_factory.mktemp("instructor"))
    place = tmp_path_factory.mktemp("student")
    with zipfile.ZipFile(archive) as pack:
        pack.extractall(place)
    folder = place / kit.NAME
    for line in (["venv", "--python", sys.executable], ["pip", "install", "-r", "requirements.txt"]):
        clean = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
        done = subprocess.run([UV, *line], cwd=folder, env=clean, capture_output=True, text=True)
        if done.returncode and NO_NETWORK.search(done.stderr):
            pytest.skip(f"the kit cannot be installed without a network: {done.stderr.splitlines()[-1]}")
        assert done.returncode == 0, done.stderr
    yield folder
    shutil.rmtree(folder / ".venv")  # 5 GB, where uv could not link to its cache


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """Variables of a student's session: nothing of this one's packages, settings or folders."""
    own = tmp_path_factory.mktemp("home")
    return {"PATH": "/usr/bin:/bin", "HOME": str(own), "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"}


def program(home, name):
    return str(home / ".venv" / "bin" / name)


ROOMS = """
import importlib, pkgutil
from importlib.util import find_spec
import course
for room in pkgutil.walk_packages(course.__path__, "course."):
    importlib.import_module(room.name)
print(course.__file__)
print(*sorted(room.name for room in pkgutil.iter_modules(course.__path__)))
print(find_spec("course.grading"), find_spec("course.lessons"), find_spec("jupytext"), find_spec("pytest"))
"""


def test_every_room_imports_and_no_other_is_there(home, environment):
    run = subprocess.run(
        [program(home, "python"), "-c", ROOMS], cwd=home, env=environment, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    place, rooms, missing = run.stdout.splitlines()
    assert Path(place).is_relative_to(home / ".venv")
    assert rooms.split() == [
        "board",
        "budget",
        "command",
        "data",
        "device",
        "metrics",
        "pictures",
        "probe",
        "ring",
        "runs",
    ]
    assert set(missing.split()) == {"None"}


def test_the_doctor_finds_all_in_place(home, environment):
    run = subprocess.run(
        [program(home, "course"), "doctor"], cwd=home, env=environment, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "nbgrader's Validate" in run.stdout and str(home) in run.stdout


def test_instructors_commands_are_not_there(home, environment):
    run = subprocess.run(
        [program(home, "course"), "--help"], cwd=home, env=environment, capture_output=True, text=True
    )
    commands = re.findall(r"^    (\w+)", run.stdout, re.MULTILINE)
    assert commands == ["lab", "validate", "doctor"], run.stdout + run.stderr


@pytest.fixture(scope="module")
def server(home, environment):
    """``course lab`` in the student's folder: ask(path, **body) gives what the server answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    line = [program(home, "course"), "lab", "--port", str(port), "--no-browser", "--", "--allow-root"]
    log = home.parent / "lab.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [*line, f"--IdentityProvider.token={TOKEN}"],
            cwd=home, env=environment, stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip

    def ask(path, /, **body):
        headers = {"Authorization": f"token {TOKEN}", "Content-Type": "application/json"}
        data = json.dumps(body).encode() if body else None
        request = urllib.request.Request(f"http://127.0.0.1:{port}/{path}", data, headers)
        with urllib.request.urlopen(request, timeout=LONG) as answer:
            return answer.read().decode()

    def ready():
        assert process.poll() is None, log.read_text()
        try:
            return ask("api/status")
        except OSError:
            return None

    try:
        until(ready, "JupyterLab did not start")
        yield ask
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()


def test_jupyterlab_opens_on_the_kits_folder_and_nothing_around_it(home, server):
    assert "<title>JupyterLab</title>" in server("lab")
    listed = json.loads(server("api/contents"))["content"]
    assert {entry["name"] for entry in listed} == {path.name for path in home.iterdir()} - {".venv"}
    notebook = json.loads(server(f"api/contents/{LESSON}/{LESSON}.ipynb"))["content"]
    assert any("raise NotImplementedError" in cell["source"] for cell in notebook["cells"])


def test_validate_says_what_fails_in_a_half_done_lesson(home, server):
    """The graded cells of what is done pass, warnings or not; what is blank stands there by its section."""
    path = directory.notebook(LESSON, home)
    notebook = nbformat.read(path, as_version=4)
    graded = fill_in(notebook)
    nbformat.write(notebook, path)
    answer = json.loads(server("assignments/validate", path=f"{LESSON}/{LESSON}.ipynb"))
    assert answer["success"], answer["value"]
    assert list(answer["value"]) == ["failed"]
    ((summary, said),) = ((entry["source"], entry["raw_error"]) for entry in answer["value"]["failed"])
    passed = [name for name, of in graded.items() if set(of) <= set(HALF)]
    assert summary.startswith(f"{len(passed)} of {len(graded)} graded cells passed")
    assert "Not written yet:" in said and "The discriminator's step: 6 points" in said
    assert not any(name in said for name in graded), "what is blank is named by its section"
    assert "Traceback" not in said and "course/" not in said


def test_the_command_says_the_same_as_the_button(home, environment):
    """After the test above, which does half of the lesson."""
    line = [program(home, "course"), "validate", LESSON]
    run = subprocess.run(line, cwd=home, env=environment, capture_output=True, text=True)
    assert run.returncode == 1, run.stderr
    assert re.search(r"^\d+ of \d+ graded cells passed", run.stdout, re.MULTILINE), run.stdout
    assert "Not written yet:\n" in run.stdout and "    5 · The discriminator's step: 6 points" in run.stdout


def fill_in(notebook):
    """Do half of a lesson; one function says something on standard error.

    Returns the solutions that each of its graded cells is of, by name.
    """
    right = {name: text for name, text in solutions.reference_answers(LESSON).items() if name in HALF}
    aside = "    import sys\n    print('a remark', file=sys.stderr)\n    return "
    right["scale-images"] = right["scale-images"].replace("    return ", aside)
    graded = {}
    for cell in notebook.cells:
        course = cell.metadata.get("course", {})
        cell.source = right.get(course.get("name"), cell.source)
        if course.get("kind") == "test":
            graded[course.name] = course.of
    assert len(right) == len(HALF) and aside in right["scale-images"]
    return graded
