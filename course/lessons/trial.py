"""One answer of the bank on trial: into the reference notebook, run, marked, compared."""

import copy
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from nbgrader.preprocessors import ClearSolutions
from nbgrader.utils import is_solution

from course.grading.execute import environment, execute
from course.grading.marks import graded, marks

REFERENCE, STUB = "(reference)", "(empty stub)"


@dataclass(frozen=True)
class Result:
    """What became of one answer; ``problems`` is empty when all went as expected."""

    lesson: str
    name: str  # solution/right|wrong/slug, or REFERENCE or STUB
    about: str  # the answer's first line
    expected: str
    points: float
    most: float
    message: str  # what the student reads first
    problems: tuple
    seconds: float

    @property
    def verdict(self):
        """``ok``, or what is wrong."""
        return "; ".join(self.problems) or "ok"


def trial(lesson, answer, config):
    """Run one answer and compare what it earns with what it promises.

    Args:
        lesson: a `course.grading.controls.bank.Lesson`.
        answer: a `course.grading.controls.bank.Answer`, or `REFERENCE` or `STUB`.
        config: nbgrader's settings, a traitlets ``Config``.

    Returns:
        A `Result`.
    """
    begin = time.monotonic()
    notebook, spared = _filled(lesson, answer, config)
    with tempfile.TemporaryDirectory(prefix="answer-") as folder:
        if answer != STUB:  # who wrote nothing has trained nothing
            _bring_files(lesson.folder, Path(folder))
        try:
            found = marks(execute(notebook, folder, env=environment(), config=config))
        except RuntimeError as error:
            found, problems = {}, (f"did not run: {error}",)
        else:
            problems = tuple(_problems(lesson, answer, found))
    lost = [mark for name, mark in found.items() if not mark.full]
    first = [found[n] for n in getattr(answer, "fails", ()) if n in found and not found[n].full]
    return Result(
        lesson=lesson.name,
        name=answer if isinstance(answer, str) else answer.name,
        about="" if isinstance(answer, str) else answer.about,
        expected=_expected(answer),
        points=sum(mark.points for mark in found.values()) + spared,
        most=sum(mark.most for mark in found.values()) + spared,
        message=next((mark.message for mark in first + lost), ""),
        problems=problems,
        seconds=time.monotonic() - begin,
    )


def _filled(lesson, answer, config):
    """The reference notebook with an answer in it, and the points of the cells that it spares.

    Graded cells before the answer are left out: they ran without it, as those of the reference do.
    So is what follows the last graded cell, which cannot change a mark.
    """
    notebook, spared = copy.deepcopy(lesson.notebook), 0
    if answer == STUB:
        notebook, _ = ClearSolutions(config=config).preprocess(notebook, {})
    elif answer != REFERENCE:
        place = next(n for n, cell in enumerate(notebook.cells) if _is_of(cell, answer))
        notebook.cells[place].source = answer.text
        earlier = notebook.cells[:place]
        spared = sum(cell.metadata.nbgrader.points for cell in earlier if graded(cell))
        notebook.cells[:place] = [cell for cell in earlier if not graded(cell)]
    last = max((n for n, cell in enumerate(notebook.cells) if graded(cell)), default=-1)
    notebook.cells = notebook.cells[: last + 1]
    return notebook, spared


def _is_of(cell, answer):
    return is_solution(cell) and cell.metadata.nbgrader.grade_id == answer.solution


def _problems(lesson, answer, found):
    """What is not as the answer promises, each in a few words."""
    lost = [name for name, mark in found.items() if not mark.full]
    if answer == STUB:
        kept = [name for name in found if name not in lost]
        return [f"keeps points in {_list(kept)}"] if kept else []
    if answer == REFERENCE or answer.right:
        return [f"loses points in {_list(lost)}"] if lost else []
    kept = [name for name in answer.fails if name not in lost]
    said = " ".join(found[name].message for name in answer.fails)
    problems = [f"keeps points in {_list(kept)}"] if kept else []
    if len(kept) < len(answer.fails):
        problems += [f"does not say {words!r}" for words in answer.says if not _says(said, words)]
    known = {name for name, of in lesson.graded.items() if answer.solution in of}
    if other := [name for name in lost if name not in known | set(answer.also)]:
        problems.append(f"also loses points in {_list(other)}")
    return problems


def _says(message, words):
    return " ".join(words.split()).casefold() in " ".join(message.split()).casefold()


def _expected(answer):
    if answer == STUB:
        return "loses all"
    if answer == REFERENCE or answer.right:
        return "all points"
    return f"loses {_list(answer.fails)}"


def _bring_files(lesson, folder):
    """What the grader finds beside a hand-in, and the reference weights."""
    for path in lesson.iterdir():
        weights = path.suffix == ".pt" and not path.name.endswith(".reference.pt")
        if path.is_file() and path.suffix not in (".py", ".ipynb") and not weights:
            shutil.copy(path, folder)


def _list(names):
    return ", ".join(names)
