"""``course grade``: all hand-ins of a lesson, several at a time, a row for everyone.

One process takes hand-ins in, sanitizes them, saves marks and writes the gradebook; what runs
students' code is handed to an `course.grading.engine.executor`.
"""

import fcntl
import os
from collections.abc import Callable, Collection
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from course.grading import absence, copies, directory, engine, errand, errors, faults, intake, report, sheet
from course.grading.controls import plans
from course.grading.errors import GradingError
from course.grading.kernels import processes, sandbox
from course.grading.kernels.sandbox import SandboxError
from course.grading.marks import refuse
from course.grading.progress import Progress
from course.grading.recorder import Recorder, one_engine


def grade(
    lesson: str,
    root: str | Path = directory.ROOT,
    students: Collection[str] = (),
    force: bool = False,
    workers: int = 2,
    scheduler: str | None = None,
    say: Callable[[str], Any] | None = None,
) -> list[report.Row]:
    """Grade the hand-ins of a lesson that are new or have changed.

    Args:
        lesson: its name.
        root: the course directory.
        students: ids of those to grade; none means all.
        force: also those whose hand-in has not changed.
        workers: how many hand-ins run at a time.
        scheduler: address of a Dask scheduler whose workers run them instead; None: here.
        say: called with a line of progress now and then; None: nobody wants to know.

    Returns:
        A list of `course.grading.report.Row`, one for each student asked for, by their ids.  If none
        was named, that is everyone who handed in something or stands in the gradebook.

    Raises:
        GradingError: nothing can be graded; the sentence says why.
        SandboxError: the sandbox does not work here.
    """
    root = Path(root)
    with faults.in_one_sentence(), _alone(root), one_engine():
        book = Recorder(lesson, root)
        ledger = book.ledger
        names = _students(root, lesson, students)
        known = {} if force else _known(names, ledger, book.hand_ins())
        # A run that failed for no fault of the student's is tried again.
        rows = {name: row for name, row in known.items() if row.status != "failed"}
        todo = [name for name in names if name not in rows]
        book.clean()
        try:
            progress = Progress(len(todo), say)
            for row in _graded(book, todo, ledger, workers, scheduler):
                ledger.write(row)
                rows[row.student] = row
                progress.step(row)
        finally:
            book.clean()
        everyone = _everyone(rows, ledger, book)
        sheet.write(everyone, lesson, root)
    return [row for row in everyone if not students or row.student in names]


def _known(names, ledger, held):
    """The rows of earlier runs that hold: by the ledger, and by the gradebook, which others change too."""
    prints = {name: ledger.fingerprint(name) for name in names}
    found = {name: ledger.find(name) for name in names if held.get(name) == prints[name]}
    return {name: row for name, row in found.items() if row}


def _everyone(rows, ledger, book):
    """The rows of this run, those of earlier runs, and of who handed in nothing; with what waits now."""
    present = _folders(book.root, book.lesson)
    others = [name for name in present if name not in rows]
    rows = rows | _known(others, ledger, book.hand_ins())
    waiting = book.waiting()
    for row in rows.values():
        row.by_hand = waiting.get(row.student, [])
    return sorted([*rows.values(), *absence.rows(book, present)], key=lambda row: row.student)


@contextmanager
def _alone(root):
    """Two runs at once would write the same gradebook."""
    path = root / "gradebook" / ".lock"
    path.parent.mkdir(exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise GradingError("Another course grade is at work in this course directory.") from None
        yield


def _folders(root, lesson):
    """Ids of the students who handed something in."""
    place = root / "submitted"
    found = place.iterdir() if place.is_dir() else ()
    return sorted(p.name for p in found if not p.name.startswith(".") and _is_handed_in(p, lesson))


def _is_handed_in(student, lesson):
    path = student / lesson
    return student.is_dir() and (os.path.lexists(path) or not os.access(student, os.X_OK))


def _students(root, lesson, wanted):
    known = _folders(root, lesson)
    for name in wanted:
        if name not in known:
            raise GradingError(f"There is no hand-in submitted/{name}/{lesson}.")
    if not known:
        raise GradingError(f"There is nothing to grade: submitted/ holds no {lesson}.")
    return sorted(set(wanted)) or known


def _graded(book, todo, ledger, workers, scheduler):
    """Grade the students named, as many at a time as the executor runs; yields their rows."""
    if not todo:
        return
    if scheduler is None and processes.can_fork():
        if book.config.WarmExecute.sandbox:
            sandbox.refuse(book.root)
        processes.warm_up(book.config.WarmExecute.sandbox)
    plan = plans.plan_for(book.root, book.lesson)
    blamed: list[str] = []
    with engine.executor(workers, scheduler) as pool:
        yield from _played(book, todo, ledger, plan, pool, blamed)
        # A worker that dies takes several hand-ins with it.  Alone, each answers for itself.
        for student in blamed:
            yield from _played(book, [student], ledger, plan, pool)


def _played(book, students, ledger, plan, pool, blamed=None):
    """The rows of these students, but of those whose workers died: they join ``blamed``, if given."""
    waiting = iter(students)
    running: dict[Future[errand.Outcome], _Taken] = {}
    while True:
        while len(running) < 2 * pool.slots() and (student := next(waiting, None)):
            ledger.forget(student)
            taken = _take_in(book, student, plan)
            if taken.parcel is None:
                yield _unrun(book, taken, taken.problem, "unreadable")
            else:
                running[pool.submit(errand.run, taken.parcel)] = taken
        if not running:
            return
        for future in engine.finished(pool, running):
            taken = running.pop(future)
            if blamed is not None and engine.is_blamed(future):
                blamed.append(taken.student)
            else:
                yield _recorded(book, future, taken)


@dataclass(frozen=True)
class _Taken:
    """A hand-in on its way: how it was taken in, its parcel or else the problem, what was copied."""

    student: str
    clean: intake.Intake | None = None
    parcel: errand.Parcel | None = None
    problem: str = ""
    copies: tuple = ()


def _take_in(book, student, plan):
    """Make a parcel of a hand-in, a `_Taken`."""
    if problem := intake.name_problem(student):
        return _Taken(student, problem=problem)
    try:
        return _taken(book, student, plan)
    except Exception as error:  # what nobody has thought of: it must not stop the others
        return _Taken(student, problem=f"nbgrader cannot read it ({_own_fault(error, book)})")


def _taken(book, student, plan):
    folder = book.root / "submitted" / student / book.lesson
    clean = intake.take(folder, book.lesson, book.released, book.earlier)
    if clean.notebook is None:
        return _Taken(student, clean, problem=clean.problem)
    text, files = book.sanitize(student, clean.notebook, clean.files)
    parcel = errand.Parcel(student, text, files, plan, errand.settings(book.config))
    copied = copies.sentences(clean.files, book.lesson, book.root / "source")
    return _Taken(student, clean, parcel, copies=tuple(copied))


def _own_fault(error, book):
    """What an error says that is a hand-in's own; any other is raised again, for it stops them all."""
    if isinstance(error, GradingError | SandboxError) or faults.is_fault(error, book.root / "submitted"):
        raise error
    return errors.first_line(error)


def _recorded(book, future, taken):
    """The row of a hand-in that ran; whatever it did, this row is the most that it can cost."""
    try:
        return _record(book, future, taken)
    except Exception as error:
        why = f"what came out of it cannot be kept ({_own_fault(error, book)})"
        return _unrun(book, taken, why, "unreadable")


def _record(book, future, taken):
    """Save what an errand brought back, and make a row of it."""
    try:
        outcome = engine.outcome(future)
    except errors.ErrandError as error:
        return _unrun(book, taken, str(error), "failed")
    notebook = nbformat.reads(outcome.notebook, as_version=4)
    evidence = plans.evidence(notebook)
    intake.note(taken.clean, notebook)
    row = report.row(book.save(taken.student, notebook), taken.student, book.lesson)
    doubts, repairs = [*evidence, *plans.doubts(notebook), *taken.copies], taken.clean.repairs
    row.status = "needs a look" if doubts else "repaired" if repairs else "graded"
    row.notes = [*doubts, *repairs, *taken.clean.mended]
    if evidence:
        row.reasons = {}  # the same for each graded cell
    row.seconds, row.cells = outcome.seconds, outcome.cells
    return row


def _unrun(book, taken, why, status):
    """A row, and an entry in the gradebook, for a hand-in that did not run: no points, and why."""
    try:
        row = _refused(book, taken.student, why)
    except Exception as error:
        row = report.no_points(book.released, taken.student, book.lesson)
        words = f"{why}; the gradebook does not take it ({_own_fault(error, book)})"
        status, why = "unreadable", why if taken.problem else words
    row.status, row.notes, row.reasons = status, [why], {}
    return row


def _refused(book, student, why):
    text, _ = book.sanitize(student, book.released, {})
    notebook = nbformat.reads(text, as_version=4)
    refuse(notebook, why)
    return report.row(book.save(student, notebook), student, book.lesson)
