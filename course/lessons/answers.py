"""``course answers``: does every wrong answer lose its points, and every right one keep them?

Each answer of the bank (see `course.grading.controls.bank`) is put into the reference notebook, which then
runs under the quick budget in a warm kernel and is marked by nbgrader's own rule.
"""

import shutil
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from course.grading.controls.bank import BankError, read_bank
from course.grading.directory import ROOT, SOURCE, nbgrader_settings
from course.grading.kernels import processes
from course.lessons.trial import REFERENCE, STUB, trial

BANK = ROOT / "tests" / "answers"
PAGE = """# The answer bank

What each answer in `tests/answers` earns, and what the student who wrote it reads first.
Written by `course answers --save docs/answers.md`; numbers in the messages differ from run to run.

"""


def check(lessons=(), bank=BANK, jobs=2, only=None, source=SOURCE, progress=True, save=None):
    """Check a bank and print its table.

    Args:
        lessons: names of lessons; none means all that the bank has.
        bank: the folder of the bank.
        jobs: how many notebooks run at a time.
        only: run only answers with this in their name (``solution/wrong/slug``), and neither the
            reference nor the stub.
        source: the folder of the lessons.
        progress: print a line to standard error for each answer that is done.
        save: a file to write the table to, as Markdown.

    Returns:
        The exit status: 0 all is as expected, 1 something is not, 2 the bank cannot be checked.
    """
    begin = time.monotonic()
    report = _print_progress if progress else None
    try:
        done = results(lessons, bank, jobs, only, source, report)
    except BankError as error:
        print(error, file=sys.stderr)
        return 2
    print(table(done))
    if save:
        Path(save).write_text(PAGE + markdown(done) + "\n", encoding="utf-8")
    bad = sum(1 for result in done if result.problems)
    print(f"\n{len(done)} runs, {bad or 'none'} not as expected, {time.monotonic() - begin:.0f} s")
    return 1 if bad else 0


def results(lessons=(), bank=BANK, jobs=2, only=None, source=SOURCE, report=None):
    """The same as data.

    Args:
        report: called as ``report(number_done, number_of_all, result)`` after each answer.

    Returns:
        A list of `Result` in the order of the bank.

    Raises:
        BankError: the bank cannot be checked; nothing has run.
    """
    if jobs < 1:
        raise BankError(f"The number of jobs must be at least 1, not {jobs}.")
    plan = []
    for lesson, answers in read_bank(bank, lessons, source):
        baseline = [] if only else [REFERENCE, STUB]
        plan += [(lesson, a) for a in baseline]
        plan += [(lesson, a) for a in answers if not only or only in a.name]
    if not plan:
        raise BankError(f"No answer in {bank} has {only!r} in its name.")
    return _run_all(plan, jobs, settings(source), report)


def settings(source=SOURCE):
    """nbgrader's settings for a course: those beside ``source``, or else this repository's."""
    house = Path(source).absolute().parent
    config = nbgrader_settings(house if (house / "nbgrader_config.py").is_file() else ROOT)
    config.WarmExecute.sandbox = False  # the bank is the course's own code
    return config


def table(done, width=None):
    """The results as aligned text, ``width`` columns wide (the terminal's, if not given)."""
    width = width or max(100, shutil.get_terminal_size((160, 24)).columns)
    rows = [("answer", "expected", "marks", "message", "verdict")]
    rows += [
        (f"{r.lesson}/{r.name}", r.expected, f"{r.points:g}/{r.most:g}", r.message, r.verdict) for r in done
    ]
    wide = [max(len(row[column]) for row in rows) for column in range(5)]
    wide[3] = max(30, min(wide[3], width - wide[0] - wide[1] - wide[2] - 12))
    rows.insert(1, tuple("-" * n for n in wide))
    return "\n".join(
        "  ".join(_fit(text, n) for text, n in zip(row, wide, strict=True)).rstrip() for row in rows
    )


def markdown(done):
    """The results as a Markdown table, for a page of the documentation."""
    rows = [("Answer", "What it is", "Expected", "Marks", "What the student reads")]
    rows.append(("---",) * len(rows[0]))
    for r in done:
        marks = f"{r.points:g}/{r.most:g}" + (f" ({r.verdict})" if r.problems else "")
        rows.append((f"`{r.lesson}/{r.name}`", r.about, r.expected, marks, r.message))
    return "\n".join("| " + " | ".join(c.replace("|", "\\|") for c in row) + " |" for row in rows)


def _run_all(plan, jobs, config, report):
    done = {}
    with ThreadPoolExecutor(jobs) as pool:
        tasks = {pool.submit(trial, *item, config): n for n, item in enumerate(plan)}
        try:
            for task in as_completed(tasks):
                done[tasks[task]] = task.result()
                if report:
                    report(len(done), len(plan), task.result())
        except BaseException:  # Ctrl-C above all: let no kernel run on
            pool.shutdown(wait=False, cancel_futures=True)
            processes.sweep_all()
            raise
    return [done[n] for n in range(len(plan))]


def _print_progress(count, most, result):
    name = f"{result.lesson}/{result.name}"
    print(f"[{count:3}/{most}] {name}: {result.verdict} ({result.seconds:.1f} s)", file=sys.stderr)


def _fit(text, width):
    return (text if len(text) <= width else text[: width - 1] + "…").ljust(width)
