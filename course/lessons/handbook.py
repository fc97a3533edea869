"""``course handbook``: lessons without solutions, and every page, as HTML that is read from files.

The pages are copied with the paths they have here, so that links between them stay as they are, and
Sphinx makes HTML of the copies.  A lesson is what students get, with the outputs of the executed
notebook: no text of ``source/`` comes in.  docs/handbook has Sphinx's settings and the start page.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Any

import nbformat

from course.grading import directory
from course.lessons import publish

PLACE = directory.ROOT / "build" / "handbook"
PAGES = directory.ROOT / "docs" / "handbook"
# Copied as they are: pages, by pattern, and the picture of the start page.
COPIED = ("CONTRIBUTING.md", "CHANGELOG.md", "docs/*.md", "docs/digits.png", "docs/promises/*.md",
          "bench/results/*.md", "course/command/handout/START.md")  # fmt: skip
TOCTREE = "\n```{{toctree}}\n:glob:\n\n{}\n```\n"
# A row of docs/answers.md: lesson, exercise (none for reference and stub), and the rest.
ANSWER = re.compile(r"^\| `([^/]+)/(?:([^/`]+)/)?(.*)$", re.MULTILINE)
# What the extra `handbook` installs.
NEEDED = ("sphinx", "myst_nb", "furo", "latex2mathml")
# Sphinx writes it into the folder of every build.
MARK = ".buildinfo"


class HandbookError(RuntimeError):
    """The handbook cannot be built; the message says why."""


def build(to: Path = PLACE) -> Path:
    """Build the handbook into the folder ``to``; a handbook that lies there is replaced.

    Returns:
        Its start page.

    Raises:
        HandbookError: Sphinx is not installed, or complains: the message has every complaint; or
            something else lies in ``to``.  What lay there stays.
    """
    missing = [name for name in NEEDED if not find_spec(name)]
    if missing:
        raise HandbookError(f"without {', '.join(missing)} no handbook: pip install -e '.[handbook]'")
    to = to.absolute()
    if to.exists() and not (to / MARK).is_file():
        raise HandbookError(f"{to} was not made by course handbook: move it away, or name another place")
    to.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=to.parent, prefix=".handbook-") as scratch:
        pages, html = Path(scratch, "pages"), Path(scratch, "html")
        stage(pages)
        _sphinx(pages, html, Path(scratch, "doctrees"))
        if to.exists():
            shutil.rmtree(to)
        html.replace(to)
    return to / "index.html"


def _sphinx(pages, html, doctrees):
    # A process of its own: Sphinx leaves so much behind that a second run in the same one complains.
    options = ["-b", "html", "-q", "-W", "-E", "--no-color", "-c", PAGES, "-d", doctrees]
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "sphinx", *options, pages, html],
        capture_output=True, encoding="utf-8",
    )  # fmt: skip
    if done.returncode:
        said = dict.fromkeys(done.stderr.replace(f"{pages}{os.sep}", "").splitlines())
        raise HandbookError("\n".join(["its pages are not in order:", *said]))


def stage(folder: Path) -> None:
    """Write what Sphinx reads into a new folder: the pages with their paths, and lessons for readers."""
    root = directory.ROOT
    for path in sorted(path for pattern in COPIED for path in root.glob(pattern)):
        _write(folder, path.relative_to(root), path.read_bytes())
    for path in PAGES.glob("*.md"):
        _write(folder, path.name, path.read_bytes())
    readme = _without_solved((root / "README.md").read_text("utf-8"))
    licence = "# Licence\n\n" + (root / "LICENSE").read_text("utf-8")
    for name, text in {"README": readme, "LICENSE": licence}.items():  # the second is no Markdown here
        _write(folder, f"{name}.md", text)
    for name, text in _answers((root / "docs" / "answers.md").read_text("utf-8")).items():
        _write(folder, name, text)
    promises = folder / "docs" / "promises" / "README.md"
    promises.write_text(promises.read_text("utf-8") + TOCTREE.format("[0-9]*"), "utf-8")
    for name in publish.lessons():
        _write(folder, f"release/{name}/{name}.ipynb", nbformat.writes(lesson(name)))


def _write(folder, name, content):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def _without_solved(readme):
    """The README without the second column of its table, which leads to solved lessons."""
    return re.sub(r"^(\|[^|\n]*\|)[^|\n]*\|", r"\1", readme, flags=re.MULTILINE)


def _answers(text):
    """The answer bank's table, half a megabyte: a page a lesson, a table an exercise, and a list of pages."""
    head, rule, body = text.partition("| --- | --- | --- | --- | --- |\n")
    words, title = head.rstrip().rsplit("\n", 1)
    pages = {"docs/answers.md": words + "\n" + TOCTREE.format("answers/*")}
    for lesson, rows in groupby(ANSWER.findall(body), lambda row: row[0]):
        page = f"# Lesson {int(lesson[:2])}: answers\n"
        for exercise, answers in groupby(rows, lambda row: row[1]):
            heading = f"\n## {exercise}\n" if exercise else ""
            table = "\n".join(f"| `{answer}" for _, _, answer in answers)
            page += f"{heading}\n{title}\n{rule}{table}\n"
        pages[f"docs/answers/{lesson}.md"] = page
    return pages


def lesson(name: str) -> Any:
    """A lesson for readers: the released notebook, with what the executed one shows.

    Graded cells are folded, below their sentence; they and exercises show nothing.

    Raises:
        HandbookError: the released notebook is missing, or was not made from the executed one.
    """
    executed, released = (_read(name, folder) for folder in (directory.SOURCE, directory.RELEASE))
    if _shown(executed) != _shown(released):
        raise HandbookError(f"{name} has changed since it was released: run make release")
    ran = {cell.id: cell for cell in executed.cells}
    for cell in released.cells:
        tags, named = cell.metadata.get("nbgrader", {}), cell.metadata.get("course", {}).get("name", "")
        cell.metadata = nbformat.NotebookNode()
        if cell.cell_type == "code" and tags.get("grade"):
            cell.metadata = _folded(f"Graded cell {named}")
        elif cell.cell_type == "code" and tags.get("solution"):
            cell.metadata = nbformat.from_dict({"tags": ["exercise"]})
        elif cell.cell_type == "code":
            cell.outputs = ran[cell.id].outputs
            cell.metadata = _described(cell.outputs, named)
    return released


def _read(name, folder):
    path = directory.notebook(name, folder)
    if not path.is_file():
        raise HandbookError(f"{path} is missing: run make release")
    return nbformat.read(path, as_version=4)


def _shown(notebook):
    """Every cell's id, and the text of those that students get as they are."""
    tags = [(cell, cell.metadata.get("nbgrader", {})) for cell in notebook.cells]
    return [(c.id, "" if tag.get("grade") or tag.get("solution") else c.source) for c, tag in tags]


def _folded(words):
    """A cell's metadata for MyST-NB: folded behind these words."""
    return nbformat.from_dict(
        {"tags": ["hide-input"], "mystnb": {"code_prompt_show": words, "code_prompt_hide": words}}
    )


def _described(outputs, named):
    """A cell's metadata for MyST-NB: what its picture is called by who cannot see it."""
    said = [output.get("metadata", {}).get("image/png", {}).get("alt") for output in outputs]
    words = next(filter(None, said), f"picture of the cell {named}")
    return nbformat.from_dict({"mystnb": {"image": {"alt": words}}})
