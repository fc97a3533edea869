"""Licences: one for the course, named alike wherever it is named, and one list of assets."""

import fnmatch
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ASSETS = (ROOT / "docs" / "assets.md").read_text(encoding="utf-8")
# Files in the list's first column, by path or pattern.
LISTED = re.findall(r"^\| `([^`]+)`", ASSETS, re.MULTILINE)


def tracked():
    """The files that git knows of, and that are here."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        pytest.skip("this is no git checkout")
    return [name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def is_binary(name):
    """As git decides it: a zero byte near the beginning."""
    return b"\0" in (ROOT / name).read_bytes()[:8000]


def test_every_binary_file_is_in_the_list_of_assets():
    binary = [name for name in tracked() if is_binary(name)]
    assert binary
    missing = [name for name in binary if not any(fnmatch.fnmatch(name, entry) for entry in LISTED)]
    assert not missing, "say in docs/assets.md where these come from, and under which licence"


def test_every_file_in_the_list_is_there():
    assert [entry for entry in LISTED if not any(ROOT.glob(entry))] == []


def test_the_licence_is_the_same_wherever_it_is_named():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("BSD 3-Clause License\n\nCopyright (c) 2026, the authors of the GAN course\n")
    assert len(re.findall(r"^\d\. ", text, re.MULTILINE)) == 3
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert PROJECT["license"] == citation["license"] == "BSD-3-Clause"
    assert PROJECT["license-files"] == ["LICENSE"]
    for page in ("README.md", "CONTRIBUTING.md", "docs/assets.md"):
        assert "BSD-3-Clause" in (ROOT / page).read_text(encoding="utf-8"), page


def test_the_version_is_the_same_wherever_it_is_named():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.findall(r"^## \[(\d.*?)\] - (.*)", changes, re.MULTILINE)
    assert released[0] == (PROJECT["version"], str(citation["date-released"]))
    assert citation["version"] == PROJECT["version"]
