"""Execution of a notebook in a warm kernel, for nbgrader and for the answer bank alike."""

import copy
import json
import secrets
import signal
import time

import zmq
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell, new_output
from nbgrader.preprocessors import Execute
from traitlets import Any, Bool, Float, Integer

from course.grading import controls, outputs
from course.grading.marks import graded
from course.grading.watch import Watch
from course.kernels.kernel import WarmManager
from course.kernels.processes import can_fork


class WarmExecute(Execute):
    """nbgrader's ``Execute`` in a warm kernel; takes the settings of ``c.Execute``.

    In ``nbgrader_config.py`` it stands in place of ``Execute`` in
    ``c.Autograde.autograde_preprocessors``.  A cell that raises keeps its error and the next one
    runs, as with ``Execute``.  Where that one gives up the hand-in without a mark (a kernel that
    died or cannot be interrupted), this one records an error in the cell and in all cells after
    it, so that their points are lost for a stated reason.  It keeps a limited amount of outputs.
    And it runs `course.grading.controls` beside the graded cells: those of ``controls`` if that is
    set, else of the lesson that nbgrader says it is grading.
    """

    env = Any(None, help="The kernel's environment, a dictionary; None: this process's own.")
    sandbox = Bool(False, help="Whether the kernel runs in the sandbox.").tag(config=True)
    memory = Float(4, help="In the sandbox: GiB for all processes of a notebook together.").tag(config=True)
    disk = Float(1, help="In the sandbox: GiB that a notebook may write.").tag(config=True)
    cpu_time = Integer(1200, help="In the sandbox: CPU seconds of one process.").tag(config=True)
    processes = Integer(100, help="In the sandbox: processes of a notebook.").tag(config=True)
    open_files = Integer(1024, help="In the sandbox: open files of one process.").tag(config=True)
    total_time = Integer(600, help="Seconds that a hand-in may take in all.").tag(config=True)
    check_tampering = Bool(True, help="Whether controls run beside graded cells.").tag(config=True)
    controls = Any(None, help="What `course.grading.controls.plan` made.")
    store_widget_state = Bool(False)  # it could grow without limit, and no feedback shows it
    stopped = None  # why no further cell can run
    watch = None
    is_control = False

    def __init__(self, **kwargs):
        kwargs.setdefault("startup_timeout", 180)  # the first kernel waits for torch
        kwargs.setdefault("shutdown_kernel", "immediate")  # nothing to say goodbye to
        super().__init__(**kwargs)

    def preprocess(self, nb, resources=None, km=None):
        self.stopped, self.allowance = None, outputs.Allowance()
        self.deadline = time.monotonic() + self.total_time
        nb.metadata.pop("course_evidence", None)
        plan = self._plan(resources) if self.check_tampering else None
        self.watch = plan and Watch(plan, self._run_control, self._ask)
        nb, resources = super().preprocess(nb, resources, km)
        if self.watch and self.watch.evidence:
            controls.take_points(nb, self.watch.evidence)
        return nb, resources

    def _plan(self, resources):
        about = (resources or {}).get("nbgrader", {})
        if self.controls is not None or "assignment" not in about:
            return self.controls
        return controls.plan_for(self.config.CourseDirectory.get("root", "."), about["assignment"])

    def create_kernel_manager(self):
        if not can_fork():  # the stock kernel: slower, the same marks
            return super().create_kernel_manager()
        self.km = WarmManager(limits=self._limits(), config=self.config)
        self.km.context.setsockopt(zmq.MAXMSGSIZE, outputs.MESSAGE)
        return self.km

    def setup_kernel(self, **kwargs):
        if self.env is not None:
            kwargs["env"] = self.env
        return super().setup_kernel(**kwargs)

    def preprocess_cell(self, cell, resources, index):
        if self.stopped is None and time.monotonic() > self.deadline:
            self.stopped = f"the hand-in took longer than {self.total_time} s in all"
        if self.stopped:
            _record(cell, f"not run, because {self.stopped}")
            return cell, resources
        try:
            if self.watch and graded(cell):
                name = cell.metadata.nbgrader.grade_id
                self.watch.over(name, cell.source, lambda: self._run_watched(cell, resources, index))
            else:
                self._run_for_real(cell, resources, index)
            return cell, resources
        except CellTimeoutError:
            reason = "the kernel could not be interrupted"
        except DeadKernelError:
            reason = f"the kernel died ({self._ending()})"
        _record(cell, f"{reason} while this cell ran")
        self.stopped = f"{reason} in an earlier cell"
        return cell, resources

    def _run_for_real(self, cell, resources, index):
        self.allowance.begin_cell()
        super().preprocess_cell(cell, resources, index)
        if graded(cell):
            outputs.settle(cell)
        return None if cell.cell_type != "code" else outputs.first_error(cell)

    def _run_watched(self, cell, resources, index):
        """The same under a watch, which keeps errors brief: the traceback comes afterwards."""
        error = self._run_for_real(cell, resources, index)
        note = error and self._ask({}, "traceback")
        if note and note["ename"] == error.ename:
            error.traceback = note["traceback"]
        return error

    def _run_control(self, source):
        """Run a text as a cell that leaves no trace in the notebook; returns its error or None."""
        cell, displays = new_code_cell(source), copy.deepcopy(self._display_id_map)
        self.nb.cells.append(cell)
        self.is_control = True
        self.allowance.begin_cell()
        try:
            self.execute_cell(cell, len(self.nb.cells) - 1, store_history=True)
        finally:
            self.nb.cells.pop()
            self.is_control = False
            self._display_id_map, self.clear_before_next_output = displays, False
        return outputs.first_error(cell)

    def _ask(self, order, what="change"):
        """Call a function of `scene` in the kernel; returns its note as a dictionary, or None."""
        token = secrets.token_hex(8)
        order = json.dumps(order | {"token": token})
        call = f"__import__('course.grading.scene', fromlist=['scene']).{what}({order!r})"
        request = self.kc.execute("", silent=True, store_history=False, user_expressions={"note": call})
        try:
            shown = self.wait_for_reply(request)["content"]["user_expressions"]["note"]
            note = json.loads(shown["data"]["text/plain"])
            return note if note["token"] == token else None
        except (KeyError, TypeError, ValueError):
            return None

    def process_message(self, msg, cell, cell_index):
        if self.is_control and msg["msg_type"] not in ("status", "error", "execute_input"):
            return None
        if not self.allowance.grant(msg, cell.outputs):
            return None
        return super().process_message(msg, cell, cell_index)

    def clear_output(self, outs, msg, cell_index):
        errors = [output for output in outs if output.output_type == "error"]
        super().clear_output(outs, msg, cell_index)
        outs += [error for error in errors if error not in outs]  # an error counts, shown or not

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
        if code is None:
            return "for an unknown reason"
        if kernel.reason:
            return kernel.reason
        if code < 0:
            return f"ended by {signal.Signals(-code).name}"
        return f"exit code {code}"


def execute(notebook, folder, env=None, timeout=None, config=None):
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
