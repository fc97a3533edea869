"""``course answers``: does every wrong answer lose its points, and every right one keep them?

Each answer of the bank (see `course.grading.controls.bank`) takes the place of its solution cell in
the reference notebook, which then runs under the quick budget and is marked by nbgrader's own rule:
all answers in forked processes, and a few, other ones each day, in a kernel as hand-ins are graded.
"""

import contextlib
import dataclasses
import datetime
import importlib
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from traitlets.config import Config

from course.grading.controls.bank import Answer, BankError, Lesson, read_bank
from course.grading.directory import ROOT, SOURCE, nbgrader_settings
from course.grading.kernels import forge, processes
from course.lessons import cells, pages, publish, trial
from course.lessons.authoring import LessonError
from course.lessons.verdict import REFERENCE, STUB, Result

BANK = ROOT / "tests" / "answers"
DRAWS, SAMPLE = 2, 1
PAGE = """# The answer bank

What each answer in `tests/answers` earns, and what the student who wrote it reads first.
Written by `course answers --save docs/answers.md`; numbers in the messages differ from run to run.

"""


def check(
    lessons: Sequence[str] = (),
    bank: Path = BANK,
    jobs: int = 2,
    only: str | None = None,
    source: Path = SOURCE,
    progress: bool = True,
    save: Path | None = None,
    draws: int = DRAWS,
    sample: int | None = SAMPLE,
) -> int:
    """Check a bank and print its table.

    Args:
        lessons: names of lessons; none means all that the bank has.
        bank: the folder of the bank.
        jobs: how many answers are played at a time.
        only: run only answers with this in their name (``solution/wrong/slug``), and neither the
            reference nor the stub.
        source: the folder of the lessons.
        progress: print a line to standard error for each answer that is done.
        save: a file to write the table to, as Markdown.
        draws: how often a right answer's own graded cells run, with fresh inputs each time, and twice
            as often as a wrong one's; no more after half a second.
        sample: how many answers of a lesson run in a kernel too, in turn day by day; None: all run in
            kernels, and none in forked processes.

    With ``only`` or ``save`` all graded cells run that an answer may fail, since somebody reads its marks;
    else of a wrong answer's own those that it must fail.

    Returns:
        The exit status: 0 all is as expected, 1 something is not, 2 the bank cannot be checked.
    """
    begin = time.monotonic()
    report = _print_progress if progress else None
    try:
        done = results(lessons, bank, jobs, only, source, report, draws, sample, bool(only or save))
    except BankError as error:
        print(error, file=sys.stderr)
        return 2
    print(table(done))
    if save:
        Path(save).write_text(PAGE + markdown(done) + "\n", encoding="utf-8")
    bad = [result for result in done if result.problems]
    print(f"\n{len(done)} answers, {len(bad) or 'none'} not as expected, {time.monotonic() - begin:.0f} s")
    for result in bad:  # once more, whole: the table has a thousand rows, and cuts them off
        print(f"{result.lesson}/{result.name}: {result.verdict}: {result.message}")
    return 1 if bad else 0


def results(
    lessons: Sequence[str] = (),
    bank: Path = BANK,
    jobs: int = 2,
    only: str | None = None,
    source: Path = SOURCE,
    report: Callable[[int, int, Result], None] | None = None,
    draws: int = DRAWS,
    sample: int | None = SAMPLE,
    whole: bool = True,
) -> list[Result]:
    """The same as data.

    Args:
        report: called as ``report(number_done, number_of_all, result)`` after each answer.
        whole: whether all graded cells run that an answer may fail, see `trial.in_forks`.

    Returns:
        A list of `Result` in the order of the bank; what ran in both ways has the result of both.

    Raises:
        BankError: the bank cannot be checked; nothing has run.
    """
    if jobs < 1:
        raise BankError(f"The number of jobs must be at least 1, not {jobs}.")
    if source == SOURCE:
        check_fresh(lessons or [folder.name for folder in sorted(Path(bank).glob("*/"))])
    pairs = [
        (lesson, [answer for answer in found if not only or only in answer.name])
        for lesson, found in read_bank(bank, lessons, source)
    ]
    if not any(found for _, found in pairs):
        raise BankError(f"No answer in {bank} has {only!r} in its name.")
    both: list[Answer | str] = [] if only else [REFERENCE, STUB]
    kernels = [(le, a) for le, found in pairs for a in [*both, *_sample(found, sample)]]
    total = len(kernels) + (0 if sample is None else sum(len(found) for _, found in pairs))
    count, done = 0, dict[tuple[str, str], Result]()
    ways = [_in_kernels(kernels, jobs, settings(source))]
    ways += [] if sample is None else [_in_forks(pairs, draws, jobs, settings(source), whole)]
    for way in ways:
        for result in way:
            key = result.lesson, result.name
            done[key] = _both(done[key], result) if key in done else result
            count += 1
            if report:
                report(count, total, result)
    return [
        done[lesson.name, answer if isinstance(answer, str) else answer.name]
        for lesson, found in pairs for answer in [*both, *found]
    ]  # fmt: skip


def check_fresh(lessons: Iterable[str]) -> None:
    """Raise BankError unless the lessons' notebooks are built from their texts as they are."""
    for name in lessons:
        try:
            publish.check_fresh(name)
        except (publish.PublishError, LessonError) as error:
            raise BankError(f"{error}.") from None


def _sample(found, number):
    """So many answers, other ones each day, until all had their turn; all of them for None."""
    if number is None or number >= len(found):
        return found
    first = datetime.date.today().toordinal() * number
    return [found[(first + n) % len(found)] for n in range(number)]


def _in_forks(
    pairs: list[tuple[Lesson, list[Answer]]], draws: int, jobs: int, config: Config, whole: bool
) -> Iterator[Result]:
    warm_up()
    timeout = config.Execute.get("timeout", 30)
    for lesson, found in pairs:
        yield from trial.in_forks(lesson, found, draws, jobs, timeout, whole)


def warm_up() -> None:
    """Import once what lessons import, and compute what all plays would compute: the digits' measures."""
    import matplotlib

    from course.metrics import neighbours  # takes seconds

    matplotlib.use("agg")
    for name in forge.LESSONS:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    cells.one_thread()
    neighbours.warm_up()
    pages.enlarge()


def _in_kernels(plan: list[tuple[Lesson, Answer | str]], jobs: int, config: Config) -> Iterator[Result]:
    with ThreadPoolExecutor(jobs) as pool:
        tasks = [pool.submit(trial.in_kernel, lesson, answer, config) for lesson, answer in plan]
        try:
            for task in as_completed(tasks):
                yield task.result()
        except BaseException:  # Ctrl-C above all: let no kernel run on
            pool.shutdown(wait=False, cancel_futures=True)
            processes.sweep_all()
            raise


def _both(kernel: Result, forked: Result) -> Result:
    """The result of the forked process, with what the kernel marked otherwise among its problems."""
    other = [
        name for name, mark in forked.marks.items()
        if name in kernel.marks and kernel.marks[name].points != mark.points
    ]  # fmt: skip
    problems = [f"in a kernel: {problem}" for problem in kernel.problems if problem not in forked.problems]
    problems += [f"marked otherwise in a kernel: {', '.join(other)}"] if other else []
    return dataclasses.replace(forked, problems=(*forked.problems, *problems))


def settings(source: Path = SOURCE) -> Config:
    """nbgrader's settings for a course: those beside ``source``, or else this repository's."""
    house = Path(source).absolute().parent
    config = nbgrader_settings(house if (house / "nbgrader_config.py").is_file() else ROOT)
    config.WarmExecute.sandbox = False  # the bank is the course's own code
    return config


def table(done: Sequence[Result], width: int | None = None) -> str:
    """The results as aligned text, ``width`` columns wide (the terminal's, if not given)."""
    width = width or max(100, shutil.get_terminal_size((160, 24)).columns)
    rows: list[tuple[str, ...]] = [("answer", "expected", "marks", "message", "verdict")]
    rows += [
        (f"{r.lesson}/{r.name}", r.expected, _marks(r), r.message, r.verdict) for r in done
    ]
    wide = [max(len(row[column]) for row in rows) for column in range(5)]
    wide[3] = max(30, min(wide[3], width - wide[0] - wide[1] - wide[2] - 12))
    rows.insert(1, tuple("-" * n for n in wide))
    return "\n".join(
        "  ".join(_fit(text, n) for text, n in zip(row, wide, strict=True)).rstrip() for row in rows
    )


def markdown(done: Sequence[Result]) -> str:
    """The results as a Markdown table, for a page of the documentation."""
    rows: list[tuple[str, ...]] = [("Answer", "What it is", "Expected", "Marks", "What the student reads")]
    rows.append(("---",) * len(rows[0]))
    for r in done:
        marks = _marks(r) + (f" ({r.verdict})" if r.problems else "")
        rows.append((f"`{r.lesson}/{r.name}`", r.about, r.expected, marks, r.message))
    return "\n".join("| " + " | ".join(c.replace("|", "\\|") for c in row) + " |" for row in rows)


def _marks(result):
    return f"{'' if result.whole else '≤ '}{result.points:g}/{result.most:g}"


def _print_progress(count, most, result):
    name = f"{result.lesson}/{result.name}"
    print(f"[{count:3}/{most}] {name}: {result.verdict} ({result.seconds:.1f} s)", file=sys.stderr)


def _fit(text, width):
    return (text if len(text) <= width else text[: width - 1] + "…").ljust(width)
