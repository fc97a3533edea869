"""TensorBoard beside a notebook: where runs are written, and when to open it."""

import atexit
import os
import shutil
import sysconfig
import tempfile
from pathlib import Path

from course import budget


def folder(name: str = "runs") -> str:
    """The folder for the runs of a lesson, made if it is not there.

    It stands beside the notebook, and stays.  Under the quick budget (grading, tests) it is a
    folder of its own that is deleted when the process ends.
    """
    if budget.full():
        Path(name).mkdir(exist_ok=True)
        return name
    place = tempfile.mkdtemp(prefix=f"{name}-")
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place


def wanted() -> bool:
    """True in a person's own session: not where a notebook is graded, tested or built."""
    return budget.full() and "COURSE_BUDGET" not in os.environ


def program() -> str:
    """Path of the tensorboard program of this Python; its own name where it is not found.

    A notebook's search path often lacks the environment that its kernel runs in.
    """
    return shutil.which("tensorboard", path=sysconfig.get_path("scripts")) or "tensorboard"
