"""Execution of a notebook in a warm kernel, for nbgrader and for the answer bank alike."""

import copy
import os
import secrets
import signal
import time
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Self

from jupyter_client.manager import KernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from traitlets import Bool, Float, Integer
from traitlets.config import Config

from course.grading.kernels.client import Client
from course.grading.kernels.kernel import WarmManager
from course.grading.kernels.processes import can_fork
from course.grading.supervision import SupervisedExecute


class WarmExecute(SupervisedExecute):
    """nbgrader's ``Execute`` in a warm kernel, supervised; takes the settings of ``c.Execute``.

    In ``nbgrader_config.py`` it stands in place of ``Execute`` in
    ``c.Autograde.autograde_preprocessors``.  A cell that raises keeps its error and the next one
    runs, as with ``Execute``.  Where that one gives up the hand-in without a mark (a kernel that
    died or cannot be interrupted), this one records an error in the cell and in all cells after
    it, so that their points are lost for a stated reason.
    """

    sandbox = Bool(False, help="Whether the kernel runs in the sandbox.").tag(config=True)
    memory = Float(4, help="In the sandbox: GiB for all processes of a notebook together.").tag(config=True)
    disk = Float(1, help="In the sandbox: GiB that a notebook may write.").tag(config=True)
    cpu_time = Integer(1200, help="In the sandbox: CPU seconds of one process.").tag(config=True)
    processes = Integer(100, help="In the sandbox: processes of a notebook.").tag(config=True)
    open_files = Integer(1024, help="In the sandbox: open files of one process.").tag(config=True)
    total_time = Integer(
        600, help="Seconds that a hand-in's own cells may take in all, and its controls as many again."
    ).tag(config=True)
    stopped = None  # why no further cell can run

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("startup_timeout", 180)  # the first kernel waits for torch
        kwargs.setdefault("shutdown_kernel", "immediate")  # nothing to say goodbye to
        # Whatever tags a hand-in has: a graded cell that is skipped would keep its points.
        kwargs.setdefault("skip_cells_with_tag", secrets.token_hex())
        super().__init__(**kwargs)

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, km: Any = None
    ) -> tuple[NotebookNode, dict[str, Any]]:
        self.stopped = None
        self.seconds = {"own": 0.0, "all": 0.0}  # of cells as the student's, and with their controls
        return super().preprocess(nb, resources, km)

    def another(self) -> Self:
        runner = super().another()
        runner.sandbox = self.sandbox  # the two kernels must live on the same side of it
        return runner

    def create_kernel_manager(self) -> KernelManager:
        if not can_fork():  # the stock kernel: slower, the same marks
            return super().create_kernel_manager()
        self.km = WarmManager(limits=self._limits(), config=self.config)
        self.km.client_factory = Client
        return self.km

    def setup_kernel(self, **kwargs: Any) -> AbstractContextManager[None]:
        if self.env is not None:
            kwargs["env"] = self.env
        return super().setup_kernel(**kwargs)

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        if self.stopped is None and self.seconds["own"] > self.total_time:
            self.stopped = f"the hand-in took longer than {self.total_time} s in all"
        if self.stopped:
            _record(cell, f"not run, because {self.stopped}")
            return cell, resources
        if self.watch and self.seconds["all"] - self.seconds["own"] > self.total_time:
            self.watch.is_off = True
        try:
            with self._timed("all"):
                return super().preprocess_cell(cell, resources, index)
        except CellTimeoutError as error:
            reason = "the kernel could not be interrupted"
            if "IOPub" in str(error) and not self.was_interrupted:
                reason = "the kernel's output was lost"
        except DeadKernelError:
            reason = f"the kernel died ({self._ending()})"
        _record(cell, f"{reason} while this cell ran")
        self.stopped = f"{reason} in an earlier cell"
        return cell, resources

    def _run_for_real(self, cell, resources, index):
        with self._timed("own"):
            return super()._run_for_real(cell, resources, index)

    @contextmanager
    def _timed(self, what):
        begin = time.monotonic()
        try:
            yield
        finally:
            self.seconds[what] += time.monotonic() - begin

    def _limits(self):
        if not self.sandbox:
            return None
        gib = 2**30
        return {
            "memory": int(self.memory * gib), "disk": int(self.disk * gib), "cpu": self.cpu_time,
            "processes": self.processes, "files": self.open_files,
        }  # fmt: skip

    def _ending(self):
        kernel = getattr(getattr(self.km, "provisioner", None), "kernel", None)
        code = None if kernel is None else kernel.poll()
        if kernel is None or code is None:
            return "for an unknown reason"
        if kernel.reason:
            return kernel.reason
        if code < 0:
            return f"ended by {signal.Signals(-code).name}"
        return f"exit code {code}"


def environment() -> dict[str, str]:
    """Of this process, minus what would give a notebook another budget than grading gives it."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("COURSE_", "PYTEST_"))}
    return env | {"NBGRADER_EXECUTION": "autograde"}


def execute(
    notebook: NotebookNode,
    folder: str | Path,
    env: dict[str, str] | None = None,
    timeout: float | None = None,
    config: Config | None = None,
) -> NotebookNode:
    """Run all code cells of a notebook in a warm kernel, as ``nbgrader autograde`` would.

    Args:
        notebook: the notebook; it is not changed.
        folder: the kernel's working directory.
        env: the kernel's whole environment, a dictionary of strings; None: this process's own.
        timeout: seconds a cell may take before it gets a ``CellTimeoutError``; None: what
            ``config`` says, else nbgrader's 30 s.
        config: a traitlets ``Config``, as `nbgrader_config.py` makes it, or None.

    Returns:
        A copy of the notebook with new outputs.  Errors stay in the cells that raised them.

    Raises:
        RuntimeError: the kernel did not start.
    """
    notebook = copy.deepcopy(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    settings = {} if timeout is None else {"timeout": timeout}
    runner = WarmExecute(config=config, env=env, **settings)  # without controls: it knows no lesson
    notebook, _ = runner.preprocess(notebook, {"metadata": {"path": str(folder)}})
    return notebook


def _record(cell, reason):
    """Put an error into a code cell: without one, nbgrader would give it all its points."""
    if cell.cell_type == "code":
        message = f"{reason[0].upper()}{reason[1:]}."
        cell.outputs.append(
            new_output(
                "error",
                ename="DeadKernelError",
                evalue=message,
                traceback=[f"\x1b[0;31mDeadKernelError\x1b[0m: {message}"],
            )
        )
