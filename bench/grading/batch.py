"""A class of 30 graded by ``course grade`` and by stock ``nbgrader autograde``: time, marks, memory."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from nbgrader.api import Gradebook

from bench.table import save
from course.command.demo import LESSON, answers
from course.grading import batch, directory
from course.grading.kernels import family
from course.grading.recorder import Recorder
from course.lessons import handins, publish

STUDENTS = 30
# The course directories, and what follows this course's settings in each.
SETTINGS = {
    "ours": "",
    # As much as stock nbgrader checks: it has no controls.
    "bare": "\nc.WarmExecute.check_tampering = False\n",
    # What nbgrader does by itself: its own kernels, one at a time.
    "stock": '\nc.Autograde.autograde_preprocessors[0] = "nbgrader.preprocessors.Execute"\n',
}
RUNS = (
    ("2 workers", "ours", 2), ("4 workers", "ours", 4), ("4 workers, without controls", "bare", 4),
)  # fmt: skip


def measure():
    """Grade the same hand-ins with nbgrader and with this course, and compare."""
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        roots = {name: Path(place, name) for name in SETTINGS}
        for name, root in roots.items():
            _course(root, SETTINGS[name])
        stock_seconds = _stock(roots["stock"])
        print(f"stock: {stock_seconds:.0f} s", flush=True)
        rows = [["how", "seconds", "times stock", "of the limit", "marks"]]
        rows.append(["nbgrader autograde, stock", f"{stock_seconds:.0f}", "1.0", "–", "–"])
        notes, limit = [], None
        for how, name, workers in RUNS:
            done, seconds, parts, memory = _ours(roots[name], workers)
            limit = limit or sum(row.cells for row in done) / os.cpu_count()
            same = _marks(roots[name]) == _marks(roots["stock"])
            rows.append([
                f"course grade, {how}", f"{seconds:.0f}", f"{stock_seconds / seconds:.1f}",
                f"{100 * limit / seconds:.0f} %", "identical" if same else "DIFFERENT",
            ])  # fmt: skip
            notes.append(f"{how}: {parts}; at most {memory / 2**30:.2f} GiB in all")
    save("grading", f"Grading {STUDENTS} hand-ins of lesson 02", rows, [
        f"the seven hand-ins of the demo's class in turn, {STUDENTS} in all, in the sandbox; "
        "with controls where the row does not say without",
        f"limit: the sum of the times of the hand-ins' own cells, with {RUNS[0][0]}, over "
        f"{os.cpu_count()} cores: {limit:.0f} s",
        *notes,
        "GiB in all: the most memory, as the sum of the processes' proportional set sizes",
    ])  # fmt: skip


def _course(root, settings):
    """A course directory with the lesson released and the class's hand-ins."""
    (root / "source" / LESSON).mkdir(parents=True)
    config = (directory.ROOT / "nbgrader_config.py").read_text()
    (root / "nbgrader_config.py").write_text(config + settings)
    shutil.copy(directory.notebook(LESSON), root / "source" / LESSON)
    publish.release(LESSON, root)
    kinds = list(answers().items())
    for number in range(STUDENTS):
        kind, filled = kinds[number % len(kinds)]
        weights = kind not in ("cleo", "dan")
        handins.hand_in(LESSON, f"{number:02d}-{kind}", filled, root, weights)


def _stock(root):
    begin = time.perf_counter()
    line = [sys.executable, "-m", "nbgrader", "autograde", LESSON]
    with (root / "log").open("w") as log:
        subprocess.run(line, cwd=root, check=True, stdout=log, stderr=log)
    return time.perf_counter() - begin


def _ours(root, workers):
    """Grade with so many workers: rows, seconds, where they went in words, and the most memory."""
    spent = {"sanitize": 0.0, "save": 0.0}
    with _Memory() as memory, _timed(Recorder, spent):
        begin = time.perf_counter()
        rows = batch.grade(LESSON, root, force=True, workers=workers)
        seconds = time.perf_counter() - begin
    cells, whole = sum(row.cells for row in rows), sum(row.seconds for row in rows)
    parts = (
        f"{whole:.0f} s of workers' time, {cells:.0f} s of it in the hand-ins' cells, the rest to start "
        f"and end kernels and for controls; in the main process {spent['sanitize']:.1f} s to sanitize, "
        f"{spent['save']:.1f} s to score and save"
    )
    return rows, seconds, parts, memory.most


class _timed:
    """Adds up the seconds spent in methods of a class, by their names."""

    def __init__(self, owner, spent):
        self.owner, self.spent = owner, spent
        self.before = {name: getattr(owner, name) for name in spent}

    def __enter__(self):
        for name in self.spent:
            setattr(self.owner, name, self._wrap(name))

    def __exit__(self, *error):
        for name, method in self.before.items():
            setattr(self.owner, name, method)

    def _wrap(self, name):
        def timed(*args, **kwargs):
            begin = time.perf_counter()
            try:
                return self.before[name](*args, **kwargs)
            finally:
                self.spent[name] += time.perf_counter() - begin

        return timed


class _Memory:
    """The most memory of this process and all below it, by proportional set sizes, looked up each second."""

    most = 0

    def __enter__(self):
        self.over = threading.Event()
        self.watch = threading.Thread(target=self._watch, daemon=True)
        self.watch.start()
        return self

    def __exit__(self, *error):
        self.over.set()
        self.watch.join()

    def _watch(self):
        while not self.over.wait(1):
            members = family.below({os.getpid()}, family.table())
            self.most = max(self.most, sum(map(_proportional, members)))


def _proportional(pid):
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has just ended
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _marks(root):
    """Every mark in the gradebook: by student and cell."""
    with Gradebook(f"sqlite:///{root}/gradebook/gradebook.db", "gan") as gradebook:
        return {
            (submission.student_id, grade.name): (grade.auto_score, grade.needs_manual_grade)
            for submission in gradebook.assignment_submissions(LESSON)
            for grade in submission.notebooks[0].grades
        }
