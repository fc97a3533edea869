"""The set-up: one lock, the same versions for conda users, no index addresses, a matched pair."""

import re
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


def pins(**environment):
    """The lock's versions by name, for one Python."""
    found = {}
    for line in (ROOT / "requirements.txt").read_text().splitlines():
        requirement = Requirement(line)
        if requirement.marker is None or Marker(str(requirement.marker)).evaluate(environment):
            found[requirement.name.lower()] = str(requirement.specifier)
    return found


def conda_pins():
    listed = CONDA["dependencies"][-1]["pip"]
    return {r.name: str(r.specifier) for r in map(Requirement, listed[1:-1])}


def test_the_lock_holds_exact_versions_and_no_addresses():
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    assert len(lines) > 50
    for line in lines:
        assert re.fullmatch(r"[A-Za-z0-9_.-]+(\[[a-z,-]+\])?==[^ ;]+( ; .+)?", line), line


def test_conda_users_get_the_same_versions():
    version = next(d for d in CONDA["dependencies"] if str(d).startswith("python=")).split("=")[1]
    lock = pins(python_version=version, python_full_version=f"{version}.0")
    assert conda_pins() == {name: lock[name] for name in conda_pins()}


def test_conda_users_get_every_dependency_and_the_rest_is_held_by_the_lock():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    assert set(conda_pins()) == {Requirement(line).name for line in wanted}
    listed = CONDA["dependencies"][-1]["pip"]
    assert (listed[0], listed[-1]) == ("-c requirements.txt", "-e .")


def test_the_lock_is_what_pyproject_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lock = pins()
    for line in project["dependencies"] + project["optional-dependencies"]["dev"]:
        requirement = Requirement(line)
        assert requirement.specifier.contains(lock[requirement.name][2:]), line


def test_torch_and_torchvision_fit_together():
    run = subprocess.run(
        [sys.executable, "-m", "course.command.main", "check"], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    assert "fit together" in run.stdout


def test_a_mismatched_pair_is_said_in_one_sentence(tmp_path):
    broken = tmp_path / "torchvision.py"
    broken.write_text("raise RuntimeError('operator torchvision::nms does not exist')")
    run = subprocess.run(
        [sys.executable, "-m", "course.command.main", "check"],
        capture_output=True, text=True, env={"PYTHONPATH": f"{tmp_path}:{ROOT}", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert run.returncode == 1
    assert run.stderr.count("\n") == 1 and "do not fit together" in run.stderr, run.stderr


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
