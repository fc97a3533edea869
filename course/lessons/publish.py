"""From a lesson's notebook to what readers and students get: source/ executed, release/ cleared."""

import contextlib
import copy
import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from course.grading import directory
from course.grading.marks import graded
from course.lessons import authoring

# Longest time a cell may take when a lesson is built with the full budget.
CELL_SECONDS = 900
# The last line of a traceback.
RAISED = re.compile(r"^(?:\w+\.)*(\w+(?:Error|Exception|Exit|Entry)): (.+)$", re.MULTILINE)


class PublishError(RuntimeError):
    """A lesson could not be built or released; the message says why in one sentence."""


def lessons(names: Sequence[str] = ()) -> list[str]:
    """The lessons to work on: those named, or all of them, in the order of their numbers.

    Raises:
        PublishError: there is no lesson of that name.
    """
    known = sorted(p.parent.name for p in directory.SOURCE.glob("*/*.py") if p.stem == p.parent.name)
    for name in names:
        if (directory.SOURCE / name).is_dir() and name not in known:
            raise PublishError(f"the text of lesson {name!r} is missing: write {text(name)}")
        if name not in known:
            raise PublishError(f"there is no lesson {name!r}; known are {', '.join(known)}")
    return list(names) or known


def text(lesson: str) -> Path:
    """Path of the lesson's text."""
    return directory.SOURCE / lesson / f"{lesson}.py"


def is_fresh(lesson: str) -> bool:
    """True when the built notebook has the cells and metadata that the text gives."""
    path = directory.notebook(lesson)
    return path.exists() and authoring.same_cells(
        authoring.read(text(lesson)), nbformat.read(path, as_version=4)
    )


def check_fresh(lesson: str) -> None:
    """Raise PublishError unless the notebook was built from the text as it stands now."""
    if text(lesson).is_file() and not is_fresh(lesson):
        state = "has changed since it was built" if directory.notebook(lesson).exists() else "is not built"
        raise PublishError(f"{lesson} {state}: run course source {lesson}")


def build(lesson: str, force: bool = False, budget: str = "full") -> None:
    """Build and execute a lesson with the full budget; keep its weights as ``*.reference.pt``.

    The old notebook stays in place until the new one has run to its end.  Where its code cells
    are the same, their outputs are kept and nothing runs, unless ``force``; where only graded cells,
    which show nothing, are others, the lesson runs quickly to see that they pass.  With ``budget``
    "quick" the lesson only shows whether it runs; readers should see the full one.

    Raises:
        authoring.LessonError: the text is wrong.
        PublishError: a cell raised; the sentence names it.
    """
    built, path = authoring.read(text(lesson)), directory.notebook(lesson)
    old = nbformat.read(path, as_version=4) if path.exists() and not force else None
    keeps = old is not None and _take_outputs(built, old)
    if not keeps or _graded(built) != _graded(old):
        with tempfile.TemporaryDirectory() as scratch:
            for weights in path.parent.glob("*.reference.pt"):
                shutil.copy(weights, scratch)  # graded until the run has saved its own
            _execute(copy.deepcopy(built) if keeps else built, scratch, lesson, "quick" if keeps else budget)
            for saved in [] if keeps else _saved(scratch):
                shutil.copy(saved, path.parent / f"{saved.stem}.reference{saved.suffix}")
    nbformat.write(built, path)


def _saved(folder):
    """The weights that a lesson saved in the folder where it ran."""
    return [path for path in sorted(Path(folder).glob("*.pt")) if ".reference" not in path.suffixes]


def _take_outputs(built, old):
    """Copy the outputs of an old notebook, if it ran the same code but for graded cells; True if it did."""
    was, now = _shown(old), _shown(built)
    if [cell.source for cell in was] != [cell.source for cell in now]:
        return False
    for cell, ran in zip(now, was, strict=True):
        cell.outputs = ran.outputs
    for count, cell in enumerate((c for c in built.cells if c.cell_type == "code"), 1):
        cell.execution_count = count
    return all(cell.execution_count for cell in was)


def _shown(notebook):
    """The code cells whose outputs readers see."""
    return [c for c in notebook.cells if c.cell_type == "code" and not graded(c)]


def _graded(notebook):
    return [c.source for c in notebook.cells if graded(c)]


def _execute(built, scratch, lesson, budget):
    client = NotebookClient(
        built,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": scratch}},
        store_widget_state=False,
        record_timing=False,
        coalesce_streams=True,
    )
    try:
        with _environment(COURSE_BUDGET=budget, COURSE_STILL="yes"):  # nobody is there to move a slider
            client.execute()
    except CellExecutionError as error:
        where = _stopped(built)
        raise PublishError(f"{lesson}: {where} stopped with {error.ename}: {error.evalue}") from None


def _stopped(notebook):
    """What to call the cell that raised: by its id, or by its first line."""
    for cell in notebook.cells:
        if any(output.output_type == "error" for output in cell.get("outputs", [])):
            name = cell.metadata.get("course", {}).get("name")
            return f"the cell {name!r}" if name else f"the cell that begins {cell.source.splitlines()[0]!r}"
    return "a cell"


@contextlib.contextmanager
def _environment(**values):
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})


def release(lesson: str, root: Path = directory.ROOT, force: bool = False) -> None:
    """Write the students' version of a lesson into ``release/``, as nbgrader generates it.

    Args:
        lesson: its name.
        root: the course directory.
        force: also where marked cells were added or removed after something was handed in.

    Raises:
        PublishError: the notebook is not built from the text as it is; or nbgrader refused, and why.
            The old release is there as it was.
    """
    if root == directory.ROOT:
        check_fresh(lesson)
    api = directory.course_directory(root)
    api.config.SaveLesson.change = force
    with _kept(root / "release" / lesson):
        result = api.generate_assignment(lesson, force=True)
        if not result["success"]:
            raise PublishError(_reason(lesson, result))


@contextlib.contextmanager
def _kept(folder):
    """A folder that nbgrader writes anew, put back as it was if that fails."""
    with tempfile.TemporaryDirectory() as scratch:
        old = Path(scratch, "old")
        if folder.is_dir():
            shutil.copytree(folder, old)
        try:
            yield
        except PublishError:
            shutil.rmtree(folder, ignore_errors=True)
            if old.is_dir():
                shutil.copytree(old, folder)
            raise


def _reason(lesson, result):
    """One sentence from nbgrader's log and traceback: what was raised, but for its own summary."""
    said = RAISED.findall(f"{result.get('log', '')}\n{result.get('error', '')}")
    whole = [words for kind, words in said if kind == "SystemExit"]
    if whole:
        return whole[0]
    reasons = [words for kind, words in said if kind != "NbGraderException"] or ["it does not say why"]
    return f"nbgrader could not release {lesson}: {reasons[0]}"


def reference(lesson: str) -> dict[str, Any]:
    """What a lesson's ``given`` and ``solution`` cells define, by name: its code, ready to call."""
    names: dict[str, Any] = {"__name__": lesson}
    for cell in authoring.read(text(lesson)).cells:
        if cell.metadata.get("course", {}).get("kind") in ("given", "solution"):
            exec(compile(cell.source, f"{lesson}, cell {cell.metadata.course.name}", "exec"), names)
    return names
