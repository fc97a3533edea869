"""The set-up: a lock, and the students' with the same versions, conda, no addresses, a matched pair."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text())
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LOCK = ROOT / "requirements.txt"
HANDOUT = ROOT / "course" / "command" / "handout"
STUDENTS = HANDOUT / "requirements.txt"
UV = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")


def pins(lock=LOCK, **environment):
    """A lock's versions by name, for one Python."""
    found = {}
    for line in lock.read_text().splitlines():
        requirement = Requirement(line)
        if requirement.marker is None or Marker(str(requirement.marker)).evaluate(environment):
            found[requirement.name.lower()] = str(requirement.specifier)
    return found


def conda_pins():
    listed = CONDA["dependencies"][-1]["pip"]
    return {r.name: str(r.specifier) for r in map(Requirement, listed[1:-1])}


def asked_for():
    """What pyproject.toml names: for students, to teach, and to develop; the package itself aside."""
    extras = PROJECT["optional-dependencies"]
    everything = [*PROJECT["dependencies"], *(line for lines in extras.values() for line in lines)]
    return [wanted for wanted in map(Requirement, everything) if wanted.name != PROJECT["name"]]


@pytest.mark.parametrize("lock", [LOCK, STUDENTS], ids=["full", "students"])
def test_a_lock_holds_exact_versions_and_no_addresses(lock):
    lines = lock.read_text().splitlines()
    assert len(lines) > 50
    for line in lines:
        assert re.fullmatch(r"[A-Za-z0-9_.-]+(\[[a-z,-]+\])?==[^ ;]+( ; .+)?", line), line


def test_conda_users_get_the_same_versions():
    version = next(d for d in CONDA["dependencies"] if str(d).startswith("python=")).split("=")[1]
    lock = pins(python_version=version, python_full_version=f"{version}.0")
    assert conda_pins() == {name: lock[name] for name in conda_pins()}


def test_conda_users_get_every_dependency_and_the_rest_is_held_by_the_lock():
    assert set(conda_pins()) == {wanted.name for wanted in asked_for()}
    listed = CONDA["dependencies"][-1]["pip"]
    assert (listed[0], listed[-1]) == ("-c requirements.txt", "-e .")


def test_students_with_conda_get_the_students_lock_on_the_same_python():
    theirs = yaml.safe_load((HANDOUT / "environment.yml").read_text())
    assert {**theirs, "dependencies": theirs["dependencies"][:-1]} == {
        **CONDA, "dependencies": CONDA["dependencies"][:-1]
    }  # fmt: skip
    assert theirs["dependencies"][-1] == {"pip": ["-r requirements.txt"]}


def test_the_lock_is_what_pyproject_asks_for():
    lock = pins()
    for wanted in asked_for():
        assert wanted.specifier.contains(lock[wanted.name][2:]), wanted


def test_developers_get_everything():
    (extras,) = (wanted.extras for wanted in map(Requirement, PROJECT["optional-dependencies"]["dev"])
                 if wanted.name == PROJECT["name"])  # fmt: skip
    assert extras == set(PROJECT["optional-dependencies"]) - {"dev"}


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_students_get_the_versions_of_the_lock_and_only_what_they_need(version):
    environment = {"python_version": version, "python_full_version": f"{version}.0"}
    theirs, lock = pins(STUDENTS, **environment), pins(**environment)
    assert theirs == {name: lock[name] for name in theirs}
    for wanted in map(Requirement, PROJECT["dependencies"]):
        assert wanted.specifier.contains(theirs[wanted.name][2:]), wanted
    assert not {"jupytext", "hatchling", "pytest", "dask", "ruff"} & set(theirs)


@pytest.mark.parametrize("system, version", [
    ("x86_64-pc-windows-msvc", "3.11"), ("x86_64-pc-windows-msvc", "3.13"),
    ("aarch64-apple-darwin", "3.11"), ("aarch64-apple-darwin", "3.13"),
    ("x86_64-unknown-linux-gnu", "3.11"), ("x86_64-unknown-linux-gnu", "3.13"),
    ("aarch64-unknown-linux-gnu", "3.13"),
])  # fmt: skip
def test_students_build_nothing(tmp_path, system, version):
    """On every system that START.md names, each package of their lock comes ready to use."""
    if UV is None:
        pytest.skip("uv is not installed, so nothing can be looked up")
    run = subprocess.run(
        [UV, "pip", "install", "--dry-run", "--only-binary", ":all:", "--target", tmp_path / "there",
         "--python-platform", system, "--python-version", version, "-r", STUDENTS],
        env={**os.environ, "MACOSX_DEPLOYMENT_TARGET": "14.0"}, capture_output=True, text=True,
    )  # fmt: skip
    if re.search("dns error|client error|error sending request|timed out|offline", run.stderr, re.IGNORECASE):
        pytest.skip(f"nothing can be looked up without a network: {run.stderr.splitlines()[-1]}")
    assert run.returncode == 0 and "Would install" in run.stderr, run.stderr


def test_a_cluster_gets_the_versions_of_the_lock():
    """The course alone would bring the newest pair of torch and torchvision, on which nothing is proven."""
    page = (ROOT / "docs" / "cluster.md").read_text()
    code = "\n".join(re.findall(r"```\w*\n(.*?)```", page, re.DOTALL))
    installs = [words.split("#")[0].strip(" \\") for words in re.findall(r"pip install (.*)", code)]
    locks = [words for words in installs if "requirements.txt" in words]
    itself = [words for words in installs if re.search(r"(^|[ '])(\.|/course)(\[.*\])?'?$", words)]
    assert len(locks) == len(itself) == 2, installs
    assert all("-r " in words for words in locks) and all("--no-deps" in words for words in itself)
    pair = dict(re.findall(r"(torch|torchvision) (\d+\.\d+\.\d+)", page)[:2])
    assert pair == {name: pins()[name].removeprefix("==") for name in ("torch", "torchvision")}


def test_torch_and_torchvision_fit_together():
    run = subprocess.run(
        [sys.executable, "-m", "course.command.main", "doctor", "--short"], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "fit together" in run.stdout


def test_a_mismatched_pair_is_said_in_one_sentence(tmp_path):
    broken = tmp_path / "torchvision.py"
    broken.write_text("raise RuntimeError('operator torchvision::nms does not exist')")
    run = subprocess.run(
        [sys.executable, "-m", "course.command.main", "doctor", "--short"],
        capture_output=True, text=True, env={"PYTHONPATH": f"{tmp_path}:{ROOT}", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert run.returncode == 1
    assert run.stdout.count("\n") == 1 and "do not fit together" in run.stdout, run.stdout + run.stderr


@pytest.mark.parametrize("version", ["3.10.4", "3.8.0"])
def test_an_old_python_is_refused_in_one_sentence(tmp_path, version):
    old = tmp_path / "python-old"
    old.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo "Python {version}"\n[ "$1" = --version ]\n')
    old.chmod(0o755)
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    run = subprocess.run(
        ["make", "-s", "setup", f"PYTHON={old}"], cwd=tmp_path, capture_output=True, text=True
    )
    assert run.returncode != 0
    assert f"needs Python 3.11 or newer, but {old} is Python {version}" in run.stdout + run.stderr
    assert not (tmp_path / ".venv").exists()


def test_help_says_a_line_for_each_target():
    run = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True)
    lines = run.stdout.splitlines()
    assert len(lines) <= 10 and all(re.match(r"  make \w+ +\S", line) for line in lines), run.stdout
