"""Answers of the bank on trial: in forked processes, or one in a kernel, as a hand-in is graded."""

import copy
import dataclasses
import datetime
import random
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import nbformat
from nbgrader.preprocessors import ClearSolutions
from nbgrader.utils import is_solution
from traitlets.config import Config

from course.grading import syntax
from course.grading.controls.bank import Answer, BankError, Lesson
from course.grading.execute import environment, execute
from course.grading.marks import Mark, graded, marks, worth
from course.lessons import stage, uses
from course.lessons.uses import Code
from course.lessons.verdict import REFERENCE, STUB, Result, failed, result


def in_forks(
    lesson: Lesson,
    answers: Sequence[Answer],
    draws: int = 2,
    jobs: int = 2,
    timeout: float = 60,
    whole: bool = True,
) -> Iterator[Result]:
    """Try answers in forked processes, several times each (see `course.lessons.stage`).

    The graded cells that are `of` the answer's solution run ``draws`` times, half as often for a wrong
    answer: what must never fail by chance needs more than what must fail.  Every later one runs once.
    Of both, only those run that can feel the answer: that use, themselves or through what they use, a
    name that it defines.  (A cell that judges saved weights feels no answer, and takes half a second.)
    Of later cells that pass where the solution's names are of no use (they bring their own in its place)
    one runs for each answer, by turns day by day: it shows whether the answer spoils anything else.
    Wrong answers that only define names share processes, in other company each day.
    One that is otherwise than expected is played some more, alone, see `_once_more`.

    Args:
        lesson: their lesson.
        answers: the answers.
        draws: how often a right answer is played.
        jobs: how many are played at a time.
        timeout: seconds that a cell may compute.
        whole: whether a wrong answer also runs those of its solution's graded cells that it need not
            fail.  They decide nothing, but without them nobody knows its marks.

    Raises:
        BankError: the lesson does not run, see `play`.
    """
    code = Code(lesson, whole)
    if not whole:
        code.deaf = _deaf(code, {answer.solution for answer in answers}, jobs, timeout)
    half = -(-draws // 2)
    tried = [(answer, draws if answer.right else half) for answer in answers]
    companies = _companies(answers)
    doubtful = []
    for number, outcome in _played(lesson, code, tried, jobs, timeout, companies):
        if outcome.problems and not answers[number].right:
            doubtful.append((answers[number], outcome))
        else:
            yield outcome
    if len(doubtful) > FEW:  # that is no chance, but it may be their company's doing
        yield from (outcome for answer, outcome in doubtful if answer.name not in companies)
        again = [(answer, half) for answer, _ in doubtful if answer.name in companies]
        yield from (outcome for _, outcome in _played(lesson, code, again, jobs, timeout))
    elif doubtful:
        yield from _once_more(lesson, code, doubtful, jobs, timeout)


TOGETHER = 8  # wrong answers that share a process


def _companies(answers):
    """With whom an answer shares a process, by its name; who may change more than names shares none."""
    found: dict[str, str] = {}
    named = [a for a in answers if not a.right and uses.defines_only(syntax.plain(a.text))]
    random.Random(f"{datetime.date.today()}").shuffle(named)
    for solution in {answer.solution for answer in named}:
        mine = [answer.name for answer in named if answer.solution == solution]
        found |= {name: f"{solution}, {number // TOGETHER}" for number, name in enumerate(mine)}
    return found


FEW = 3  # wrong answers of a lesson that may be otherwise than expected by chance
AGAIN = 8  # how often each of these is played once more, with three draws if they are quick


def _once_more(lesson, code, doubtful, jobs, timeout):
    """Wrong answers that were otherwise than expected: it stands if it happens again.

    Of a thousand answers on fresh inputs one meets, in some runs, an input that cannot tell two mistakes
    apart.  What happens once in a hundred draws is shown, and fails nothing.
    """
    tried = [(answer, 3) for answer, _ in doubtful for _ in range(AGAIN)]
    again = {answer.name: outcome for answer, outcome in doubtful}
    seen = set()
    for number, outcome in _played(lesson, code, tried, jobs, timeout):
        if outcome.problems:
            seen.add(tried[number][0].name)
    for name, outcome in again.items():
        yield outcome if name in seen else dataclasses.replace(outcome, problems=(), rare=outcome.problems)


# What a name stands for while it is tried whether a cell needs it: to call it, to compare or to show it,
# to ask whether it is true, or for a part of it, is an error.
USELESS = """class _Useless:
    def __getattribute__(self, *arguments):
        raise RuntimeError("this is of no use")
    __bool__ = __call__ = __eq__ = __hash__ = __repr__ = __iter__ = __getitem__ = __len__ = __getattribute__
"""


def _deaf(code, solutions, jobs, timeout):
    """For each of these solutions the later graded cells that pass where what it defines is of no use."""
    later = {solution: code.later(solution, code.names_of(solution)) for solution in sorted(solutions)}
    tried = [solution for solution, names in later.items() if names]
    texts = {s: USELESS + "".join(f"{name} = _Useless()\n" for name in code.names_of(s)) for s in tried}
    plays = [stage.Play(solution, texts[solution], once=tuple(later[solution])) for solution in tried]
    lesson, deaf = code.lesson, {}
    for number, played in play(lesson, plays, jobs, timeout):
        found = marked(lesson, played.draws[0])
        deaf[tried[number]] = {name for name, mark in found.items() if mark.full}
    return deaf


def _played(lesson, code, tried, jobs, timeout, companies=None):
    """Play answers, each with how many draws; yields the number of each and its `Result`."""
    plays = [
        dataclasses.replace(code.play(answer, draws), company=(companies or {}).get(answer.name, ""))
        for answer, draws in tried
    ]
    everything = sum(worth(cell) for cell in lesson.notebook.cells if graded(cell))
    for number, played in play(lesson, plays, jobs, timeout):
        found = [marked(lesson, outputs) for outputs in played.draws]
        spared = everything - sum(mark.most for mark in found[0].values())
        outcome = result(lesson, tried[number][0], found, spared, played.seconds, _own(played.own))
        yield number, dataclasses.replace(outcome, whole=code.whole or tried[number][0].right)


QUICK = {
    "COURSE_BUDGET": "quick",
    "MPLBACKEND": "agg",
    # CUDA does not survive a fork, not even the question how many cards there are, unless nvidia's
    # library answers it.  `pytest -m gpu` plays lessons on CUDA.
    "CUDA_VISIBLE_DEVICES": "",
    "PYTORCH_NVML_BASED_CUDA_CHECK": "1",
}


def play(
    lesson: Lesson, plays: Sequence[stage.Play], jobs: int, timeout: float
) -> Iterator[tuple[int, stage.Played]]:
    """Play a lesson of the bank under the quick budget, with what lies beside it (see `stage.play`).

    Raises:
        BankError: the lesson does not run.
    """
    try:
        yield from stage.play(lesson.notebook, plays, files_beside(lesson.folder), jobs, timeout, QUICK)
    except RuntimeError as error:
        raise BankError(f"Lesson {lesson.name!r} does not run: {error}.") from None


def _own(outputs):
    """What the answer's own cell said that it should not have, in a line; an empty line if nothing."""
    wrong = [o.get("evalue") or o["text"] for o in outputs if o["output_type"] in ("error", "stream")]
    return " ".join(" ".join(wrong).split())


def marked(lesson: Lesson, outputs: dict[str, list]) -> dict[str, Mark]:
    """nbgrader's marks of graded cells, from their outputs by name; standard error costs nothing."""
    cells = [cell for cell in lesson.notebook.cells if graded(cell)]
    cells = [copy.deepcopy(cell) for cell in cells if cell.metadata.nbgrader.grade_id in outputs]
    for cell in cells:
        cell.outputs = [nbformat.from_dict(output) for output in outputs[cell.metadata.nbgrader.grade_id]]
    return _marks(nbformat.v4.new_notebook(cells=cells))


def _marks(notebook):
    """The marks of a notebook that has run; standard error counts as little as in grading."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [o for o in cell.outputs if o.get("name") != "stderr"]
    return marks(notebook)


def in_kernel(lesson: Lesson, answer: Answer | str, config: Config) -> Result:
    """Try one answer, or `REFERENCE` or `STUB`, in a kernel of its own, the whole notebook in its order.

    Args:
        lesson: its lesson.
        answer: the answer.
        config: nbgrader's settings.
    """
    begin = time.monotonic()
    notebook, spared = _filled(lesson, answer, config)
    with tempfile.TemporaryDirectory(prefix="answer-") as folder:
        if answer != STUB:  # who wrote nothing has trained nothing
            for path in files_beside(lesson.folder):
                shutil.copy(path, folder)
        try:
            found = _marks(execute(notebook, folder, env=environment(), config=config))
        except RuntimeError as error:
            return failed(lesson, answer, str(error))
    return result(lesson, answer, [found], spared, time.monotonic() - begin)


def _filled(lesson, answer, config):
    """The reference notebook with an answer in it, and the points of the cells that it spares.

    Graded cells before the answer are left out: they ran without it, as those of the reference do.
    So is what follows the last graded cell, which cannot change a mark.
    """
    notebook, spared = copy.deepcopy(lesson.notebook), 0.0
    if answer == STUB:
        notebook, _ = ClearSolutions(config=config).preprocess(notebook, {})
    elif answer != REFERENCE:
        place = next(n for n, cell in enumerate(notebook.cells) if _is_of(cell, answer))
        notebook.cells[place].source = answer.text
        earlier = notebook.cells[:place]
        spared = sum(worth(cell) for cell in earlier if graded(cell))
        notebook.cells[:place] = [cell for cell in earlier if not graded(cell)]
    last = max((n for n, cell in enumerate(notebook.cells) if graded(cell)), default=-1)
    notebook.cells = notebook.cells[: last + 1]
    return notebook, spared


def _is_of(cell, answer):
    return is_solution(cell) and cell.metadata.nbgrader.grade_id == answer.solution


def files_beside(folder: Path) -> list[Path]:
    """What the grader finds beside a hand-in, and the reference's weights."""
    found = []
    for path in sorted(folder.iterdir()):
        weights = path.suffix == ".pt" and not path.name.endswith(".reference.pt")
        if path.is_file() and path.suffix not in (".py", ".ipynb") and not weights:
            found.append(path)
    return found
