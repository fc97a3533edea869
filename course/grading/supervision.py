"""Execution under supervision: with controls beside graded cells, and a limit to outputs."""

import asyncio
import copy
import json
import re
import secrets
import tempfile
import typing
from queue import Empty

from nbclient.exceptions import CellExecutionComplete
from nbclient.util import run_sync
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.preprocessors import Execute
from traitlets import Any, Bool, Integer

from course.grading import outputs
from course.grading.controls import plans
from course.grading.controls.watch import Watch
from course.grading.kernels import messages
from course.grading.marks import graded

PATIENCE = 4  # times the time limit of a cell has a text that runs one several times
SHOWN = ("stream", "display_data", "execute_result", "error")


class SupervisedExecute(Execute):
    """nbgrader's ``Execute`` that keeps a limited amount of outputs and watches the graded cells.

    The controls are those of ``controls`` if that is set, else those of the lesson that nbgrader
    says it is grading; else there are none.  See `course.grading.controls.plans`.
    """

    env = Any(None, help="The kernel's environment, a dictionary; None: this process's own.")
    check_tampering = Bool(True, help="Whether controls run beside graded cells.").tag(config=True)
    controls = Any(None, help="What `course.grading.controls.plans.plan` made.")
    iopub_timeout = Integer(60, help="Seconds after a cell's end for its output to arrive.").tag(config=True)
    quiet_time = Integer(10, help="Of these, the seconds in which nothing arrives.").tag(config=True)
    store_widget_state = Bool(False)  # it could grow without limit, and no feedback shows it
    watch: Watch | None = None
    _display_id_map: dict[str, typing.Any]  # nbclient's
    is_control = was_interrupted = False

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, typing.Any] | None = None, km: typing.Any = None
    ) -> tuple[NotebookNode, dict[str, typing.Any]]:
        self.allowance = outputs.Allowance()
        for key in ("course_evidence", "course_doubts"):
            nb.metadata.pop(key, None)
        plan = self._plan(resources) if self.check_tampering else None
        self.watch = plan and Watch(plan, self._run_control, self._ask, self._elsewhere)
        nb, resources = super().preprocess(nb, resources, km)
        if self.watch and self.watch.evidence:
            plans.take_points(nb, self.watch.evidence)
        elif self.watch and self.watch.unwatched:
            names = ", ".join(self.watch.unwatched)
            nb.metadata["course_doubts"] = [f"Marked without controls, which had taken too long: {names}."]
        return nb, resources

    def _plan(self, resources):
        about = (resources or {}).get("nbgrader", {})
        if self.controls is not None or "assignment" not in about:
            return self.controls
        return plans.plan_for(self.config.CourseDirectory.get("root", "."), about["assignment"])

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, typing.Any], index: int
    ) -> tuple[NotebookNode, dict[str, typing.Any]]:
        self.was_interrupted = False
        if self.watch and graded(cell):
            name = cell.metadata.nbgrader.grade_id
            self.watch.over(name, cell.source, lambda: self._run_watched(cell, resources, index))
        else:
            if self.watch and cell.cell_type == "code":
                self.watch.leave()
            self._run_for_real(cell, resources, index)
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
        note = error and self._ask("traceback", {})
        lines = note and note.get("ename") == error.ename and note.get("traceback")
        if isinstance(lines, list):
            error.traceback = [messages.plain(line) for line in lines if isinstance(line, str)]
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

    def _ask(self, what, order):
        """Call a function of `scene` in the kernel; returns its note as a dictionary, or None."""
        token = secrets.token_hex(8)
        order = json.dumps(order | {"token": token})
        call = f"__import__('course.grading.controls.scene', fromlist=['scene']).{what}({order!r})"
        request = self.kc.execute("", silent=True, store_history=False, user_expressions={"note": call})
        try:
            shown = self.wait_for_reply(request)["content"]["user_expressions"]["note"]
            note = json.loads(shown["data"]["text/plain"])
            return note if note["token"] == token else None
        except (KeyError, TypeError, ValueError, RecursionError):
            return None

    async def async_wait_for_reply(self, msg_id: str, cell: NotebookNode | None = None) -> typing.Any:
        """The same, reading what is published meanwhile: a kernel that nobody listens to waits."""
        listening = asyncio.ensure_future(self._listen())
        try:
            return await super().async_wait_for_reply(msg_id, cell)
        finally:
            listening.cancel()

    wait_for_reply = run_sync(async_wait_for_reply)

    async def _listen(self):
        while True:
            await self.kc.iopub_channel.get_msg()

    async def _async_poll_output_msg(self, parent_msg_id, cell, cell_index):
        """The same, but given up when nothing more comes after the reply, however long it took so far."""
        while True:
            try:
                message = await self.kc.iopub_channel.get_msg(timeout=self.quiet_time)
            except Empty:
                if "shell.execute_reply" in cell.metadata.execution:
                    raise
                continue
            if message["parent_header"].get("msg_id") == parent_msg_id:
                try:
                    self.process_message(message, cell, cell_index)
                except CellExecutionComplete:
                    return

    def another(self) -> typing.Self:
        """An executor like this one, without controls."""
        return type(self)(config=self.config, env=self.env, timeout=self.timeout, check_tampering=False)

    def _elsewhere(self, texts):
        """Run texts as cells in a kernel of their own; returns the shares of passes that they print."""
        notebook = new_notebook(cells=[new_code_cell(text) for text in texts])
        runner = self.another()
        runner.timeout = self.timeout and PATIENCE * self.timeout  # a cell runs some times in each text
        with tempfile.TemporaryDirectory(prefix="controls-") as folder:
            notebook, _ = runner.preprocess(notebook, {"metadata": {"path": folder}})
        shown = "".join(o.text for c in notebook.cells for o in c.outputs if o.output_type == "stream")
        found = re.findall(r"^passes (\d+) of (\d+)$", shown, re.MULTILINE)
        return [int(passes) / int(runs) for passes, runs in found]

    async def _async_handle_timeout(self, *arguments):
        self.was_interrupted = True
        return await super()._async_handle_timeout(*arguments)

    def process_message(
        self, msg: dict[str, typing.Any], cell: NotebookNode, cell_index: int
    ) -> NotebookNode | None:
        if self.is_control and msg["msg_type"] not in ("status", "error", "execute_input"):
            return None
        if self.clear_before_next_output and msg["msg_type"] in SHOWN:
            self.clear_output(cell.outputs, msg | {"content": {"wait": False}}, cell_index)
            self.clear_before_next_output = False
        if not self.allowance.grant(msg, cell.outputs):
            return None
        return super().process_message(msg, cell, cell_index)

    def clear_output(self, outs: list[NotebookNode], msg: dict[str, typing.Any], cell_index: int) -> None:
        errors = [output for output in outs if output.output_type == "error"]
        super().clear_output(outs, msg, cell_index)
        if not msg["content"].get("wait"):
            self.allowance.clear()
        outs += [error for error in errors if error not in outs]  # an error counts, shown or not

    def _update_display_id(self, display_id: str, msg: dict[str, typing.Any]) -> None:
        """The same without a look at the schema, which takes longer than all else."""
        for index, places in self._display_id_map.get(display_id, {}).items():
            outs = self.nb.cells[index].outputs
            for place in places:
                if place < len(outs) and "data" in outs[place]:
                    outs[place].update({key: from_dict(msg["content"][key]) for key in ("data", "metadata")})
