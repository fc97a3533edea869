"""The execution of one hand-in as an errand: all it needs goes in, what came out comes back.

An errand needs neither the course directory nor the gradebook, so it runs in a thread of the
process that grades or on another machine alike.
"""

import tempfile
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat
from traitlets.config import Config

from course.grading.execute import WarmExecute, environment

SETTINGS = ("Execute", "WarmExecute", "ExecutePreprocessor", "NotebookClient")


@dataclass(frozen=True)
class Parcel:
    """What an errand needs.

    ``notebook`` is the sanitized notebook as JSON, ``files`` the bytes of what lies beside it by
    relative path, ``controls`` what `course.grading.controls.plans.plan` made, or None, and ``settings``
    nbgrader's settings for executing, as plain dictionaries.
    """

    student: str
    notebook: str
    files: dict[str, bytes] = field(default_factory=dict, repr=False)
    controls: dict[str, Any] | None = field(default=None, repr=False)
    settings: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Outcome:
    """What an errand brings back: the executed notebook as JSON, and how long that took in all.

    ``cells`` is the part of the seconds in which the hand-in's own cells ran.
    """

    notebook: str
    seconds: float
    cells: float


def settings(config: Config) -> dict[str, dict[str, Any]]:
    """Of nbgrader's settings, a traitlets ``Config``, those for executing, as plain dictionaries."""
    return {name: dict(config[name]) for name in SETTINGS}


def run(parcel: Parcel) -> Outcome:
    """Execute a hand-in in a warm kernel, in the sandbox unless the settings say otherwise.

    Args:
        parcel: a `Parcel`.

    Returns:
        An `Outcome`.

    Raises:
        course.grading.kernels.sandbox.SandboxError: there is no sandbox on this machine.
        RuntimeError: the kernel did not start.
    """
    begin = time.perf_counter()
    notebook = nbformat.reads(parcel.notebook, as_version=4)
    runner = WarmExecute(config=Config(parcel.settings), env=environment(), controls=parcel.controls)
    with tempfile.TemporaryDirectory(prefix="hand-in-") as folder:
        _unpack(parcel.files, Path(folder))
        notebook, _ = runner.preprocess(notebook, {"metadata": {"path": folder}})
    return Outcome(nbformat.writes(notebook), time.perf_counter() - begin, _cell_seconds(notebook))


def _cell_seconds(notebook):
    """How long the notebook's cells ran, by the times that nbclient notes beside each."""
    total = 0.0
    for cell in notebook.cells:
        times = cell.metadata.get("execution", {})
        begin, end = times.get("iopub.execute_input"), times.get("shell.execute_reply")
        if begin and end:
            total += (datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds()
    return total


def _unpack(files, folder):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
