"""A small class for tests of grading: the tiny lesson released, handed in, and graded by the command."""

import contextlib
import fcntl
import json
import os
import pickle
import shutil
import subprocess
import sys
import time

import nbformat
from helpers import tiny
from jupyter_core.application import NoStart
from nbgrader.apps.nbgraderapp import NbGraderApp

from course.grading.directory import ROOT as HOUSE
from course.lessons import publish

ENV = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HOUSE), *sys.path])}
LONG = 240  # seconds: bounds what never takes that long, on a slow and busy machine too
# Kernels that start without torch, which the tiny lesson does not need, start sooner.
COLD = "from course.grading.kernels import processes\nprocesses.PRELOAD = []\n"


def course_directory(root, settings=""):
    """Make a course directory with the tiny lesson, and with these lines after its settings."""
    root.mkdir(exist_ok=True)
    (root / "nbgrader_config.py").write_text(tiny.settings(settings))
    tiny.write(tiny.lesson(), root / "source" / "tiny" / "tiny.ipynb")
    return root


def released(root, settings=""):
    """Make a course directory in which the tiny lesson is released."""
    publish.release("tiny", course_directory(root, settings))
    return root


def hand_in(root, student, double="return 2 * x", half="return x / 2", seconds=0):
    """Hand in the tiny lesson with these lines in its functions, the first after so many seconds."""
    notebook = nbformat.read(root / "release" / "tiny" / "tiny.ipynb", as_version=4)
    wait = f"import time\ntime.sleep({seconds})\n" if seconds else ""
    notebook.cells[1].source = f"{wait}def double(x):\n    {double}"
    notebook.cells[4].source = f"def half(x):\n    {half}"
    tiny.write(notebook, root / "submitted" / student / "tiny" / "tiny.ipynb")


def hand_in_class(root, number=1, seconds=0):
    """So many right hand-ins, and two wrong ones."""
    for n in range(number):
        hand_in(root, f"right-{n}", seconds=seconds)
    hand_in(root, "wrong-double", double="return x + 2", seconds=seconds)
    hand_in(root, "wrong-half", half="return x // 2", seconds=seconds)


def expected(number=1):
    """Marks of that class in the cells double-value, double-zero and half-value."""
    right = {f"right-{n}": [2, 1, 1] for n in range(number)}
    return right | {"wrong-double": [0, 0, 1], "wrong-half": [2, 1, 0]}


def points(rows):
    """The same from the rows of a summary."""
    return {row["student"]: [int(points) for points in row["points"].values()] for row in rows}


def rows_of(root):
    """The rows of the summary, without the times."""
    rows = json.loads((root / "gradebook" / "tiny.json").read_text())
    return [{k: v for k, v in row.items() if k not in ("seconds", "cells")} for row in rows]


def grade(root, *options):
    """Run ``course grade`` as a command, with cold kernels; what it printed."""
    script = COLD + "import sys\nfrom course.command.main import main\nsys.exit(main())"
    line = [sys.executable, "-c", script, "grade", "tiny", "--root", str(root), *options]
    return subprocess.run(line, env=ENV, capture_output=True, text=True, timeout=LONG)


def until(condition, else_say="it did not happen", seconds=LONG):
    """Wait until something is so; an error if it is not within so many seconds."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, else_say
        time.sleep(0.05)
    return found


def once(tmp_path_factory, name, make):
    """What ``make(folder)`` returns; of the processes that run tests side by side one makes it for all."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return make(tmp_path_factory.mktemp(name))
    folder = tmp_path_factory.getbasetemp().parent / name
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = folder / "once.pickle"
        if not kept.is_file():
            shutil.rmtree(folder, ignore_errors=True)  # left by one that failed
            folder.mkdir()
            kept.write_bytes(pickle.dumps(make(folder)))
        return pickle.loads(kept.read_bytes())


def nbgrader(*arguments):
    """Run nbgrader's command line in this process."""
    app = NbGraderApp.instance()
    try:
        app.initialize(list(arguments))
        with contextlib.suppress(NoStart):  # how Jupyter ends a subcommand
            app.start()
    finally:
        app.reset()
        NbGraderApp.clear_instance()
