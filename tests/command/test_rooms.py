"""The house: imports go one way, and each room says what is in it."""

import re
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import course

PACKAGE = Path(course.__file__).parent
PACKAGES = [path.parent for path in sorted(PACKAGE.rglob("__init__.py"))]
# What notebooks import.
IMPORTED = ["board", "budget", "data", "device", "metrics", "pictures", "probe", "ring", "runs"]


def test_imports_go_one_way(monkeypatch, capsys):
    """By import-linter's contracts in pyproject.toml."""
    monkeypatch.chdir(PACKAGE.parent)
    assert lint_imports() == 0, capsys.readouterr().out


def test_what_notebooks_import_and_the_three_doors_are_all_there_is():
    here = {path.stem for path in PACKAGE.iterdir() if not path.name.startswith(("_", "."))}
    assert here == {*IMPORTED, "grading", "lessons", "command"}


@pytest.mark.parametrize("lesson", sorted(PACKAGE.parent.glob("source/*/*.py")), ids=lambda path: path.stem)
def test_lessons_import_those_and_nothing_else(lesson):
    imported = re.compile(r"^ *(?:from|import) course\b(?:\.(\w+))?(?: import (.*))?", re.M)
    imports = imported.findall(lesson.read_text("utf-8"))
    names = {name for room, names in imports for name in ([room] if room else names.split(", "))}
    assert names <= set(IMPORTED)


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda path: path.relative_to(PACKAGE.parent).as_posix())
def test_a_package_says_what_lives_in_it(folder):
    """By name, at the beginning of a line or after a comma, as the list in its docstring has it."""
    words = (folder / "__init__.py").read_text("utf-8").split('"""')[1]
    rooms = [path.stem for path in folder.iterdir() if path.suffix == ".py" and path.stem[0] != "_"]
    rooms += [path.parent.name for path in folder.glob("*/__init__.py")]
    missing = [room for room in rooms if not re.search(rf"(^ +|, |; ){room}\b", words, re.M)]
    assert not missing


def test_no_file_cites_a_document_that_is_not_there():
    """Markdown files by name, wherever code or page speaks of one."""
    root = PACKAGE.parent
    folders = ("course", "bench", "tests", "docs")
    places = [path for name in folders for path in (root / name).rglob("*") if path.suffix in (".py", ".md")]
    here = {path.name for path in root.rglob("*.md") if ".venv" not in path.parts}
    for path in [*places, *root.glob("*.md"), *root.glob("source/*/*.py")]:
        if "answers" not in path.parts:
            cited = set(re.findall(r"\b([A-Z][A-Z_]+\.md|docs/[\w-]+\.md)", path.read_text("utf-8")))
            assert {Path(name).name for name in cited} - {"NAME.md"} <= here, path
