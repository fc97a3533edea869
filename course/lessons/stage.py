"""A lesson's cells, played in forked processes: a tenth of a second a play, where a kernel takes one or two.

One process runs the lesson's given and solution cells, once.  Where an answer is to be played, in the
place of its solution cell, that process forks: the child runs the answer, the given and solution
cells that follow, and the graded cells asked for.  What a student's notebook would show of them
comes back.  Answers that have company take turns in one child.  IPython runs the cells, as in a
kernel, so magics and displayed values work too; those behind the answer, at which nobody looks, run
from code that it has made of them once.
"""

import contextlib
import gc
import json
import os
import resource
import selectors
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import nbformat

from course.grading.controls import keeping
from course.grading.kernels import guard, syscalls
from course.lessons import cells

SLOW = 0.5  # seconds: an answer whose draws took longer so far is drawn no more
GRACE = 5  # seconds between asking a cell to stop and ending its process
RUN = ("given", "solution")  # kinds of cells that run without being asked for
MEMORY = 2 << 30  # bytes that a play may take: else one that builds ever larger networks stops the machine


@dataclass(frozen=True)
class Play:
    """What to play: a text in the place of a solution cell, or nothing but the reference.

    ``before`` names cells that run too although they show or train only, ``cells`` the graded cells
    to run ``draws`` times (or until that took `SLOW` seconds), ``once`` those to run a single time.
    With ``stop`` the first graded cell that fails ends the play, and those that are known to be quick
    come first.  Plays of one solution
    with the same ``company`` share a process, one after the other: cheaper by far than a process for
    each, but what one of them spoils for good is spoilt for the next.
    """

    solution: str = ""
    text: str = ""
    cells: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    draws: int = 1
    stop: bool = False
    company: str = ""


@dataclass(frozen=True)
class Played:
    """What came of a play: for each draw the outputs of the graded cells that ran, by name.

    ``own`` are the outputs of the text itself.  A graded cell that did not run, since the process died
    or the time was up, has an error that says so; ``died`` is true then, and where it had company that
    may be the other's doing.  ``times`` are the seconds of each graded cell.
    """

    draws: list[dict[str, list]]
    own: list
    died: bool
    times: dict[str, float]
    seconds: float

    @property
    def failed(self) -> bool:
        """Whether a graded cell failed."""
        return any(_failed(outputs) for found in self.draws for outputs in found.values())


def play(
    notebook: nbformat.NotebookNode,
    plays: Sequence[Play],
    files: Sequence[Path] = (),
    jobs: int = 2,
    timeout: float = 60,
    environment: dict[str, str] | None = None,
) -> Iterator[tuple[int, Played]]:
    """Play a lesson, several plays at a time.

    Args:
        notebook: the built lesson, its reference.
        plays: what to play; for nothing the lesson does not run either.
        files: what lies beside the notebook.
        jobs: how many plays run at a time.
        timeout: seconds that a cell may compute; it may wait longer, see `cells.run`.
        environment: variables of the processes that play, beside this one's own.

    Yields:
        The number of a play and what came of it, in the order in which they are done.

    Raises:
        RuntimeError: a given or a solution cell of the reference itself does not run, a play is for a
            solution that the lesson does not have, or the lesson's process was ended from outside.
    """
    if not plays:
        return
    with tempfile.TemporaryDirectory(prefix="lesson-", ignore_cleanup_errors=True) as folder:
        theatre = _Theatre(notebook, plays, files, jobs, timeout, environment or {}, Path(folder))
        yield from _listen(theatre)


def _listen(theatre):
    """Let it play in a process of its own; yields the number of a play and what came of it."""
    reader, writer = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    parent, lesson = os.getpid(), os.fork()
    if lesson == 0:
        os.close(reader)
        _end(lambda: theatre.open(writer), parent)
    os.close(writer)
    missing = set(range(len(theatre.plays)))
    try:
        with os.fdopen(reader, encoding="utf-8") as lines:
            for line in lines:
                message = json.loads(line)
                if "problem" in message:
                    raise RuntimeError(message["problem"])
                number = message.pop("number")
                missing.discard(number)
                yield number, Played(**message)
        if missing:  # as by a system that is out of memory
            raise RuntimeError(f"its process was ended before {len(missing)} of its plays were")
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(lesson, signal.SIGKILL)
        os.waitpid(lesson, 0)


def _end(run: Callable[[], None], parent: int) -> None:
    """Run, in a process forked by this parent, and end it without what this program does at its end."""
    code = 1
    try:
        os.setpgid(0, 0)
        syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)  # nobody plays when nobody listens
        if os.getppid() == parent:  # else it had ended before
            run()
        code = 0
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(code)


class _Cell(NamedTuple):
    kind: str
    name: str
    source: str


class _Theatre:
    """The process that runs a lesson's cells, and forks where an answer is to be played."""

    def __init__(self, notebook, plays, files, jobs, timeout, environment, folder):
        self.cells = [
            _Cell(c.metadata.course.kind, c.metadata.course.name, c.source)
            for c in notebook.cells if c.cell_type == "code" and "course" in c.metadata
        ]  # fmt: skip
        self.graded = {cell.name: cell.source for cell in self.cells if cell.kind == "test"}
        self.plays, self.jobs, self.timeout = plays, jobs, timeout
        self.files = [path.absolute() for path in files]
        self.environment, self.folder = environment, folder
        self.running = {}  # pipe of a child -> _Child
        self.code = {}  # of the cells that may run behind an answer, by name
        self.times = {}  # of a graded cell: how many seconds it took when it ran last
        self.selector = selectors.DefaultSelector()

    def open(self, writer):
        """Play all; whoever waits at the other end of the pipe is told when that cannot be done."""
        self.writer = writer
        try:
            self._play_all()
        except Exception as error:
            self._send({"problem": str(error)})

    def _play_all(self):
        os.environ.update(self.environment)
        self._bring(self.folder / "lesson")
        cells.one_thread()
        self.shell = cells.shell()
        for cell in self.cells:
            with contextlib.suppress(SyntaxError):  # said when the cell runs
                if cell.kind == "test":
                    self.shell.transform_cell(cell.source)  # read here, so that no child has to
                else:
                    self.code[cell.name] = cells.code(self.shell, cell.source)
        waiting = self._companies()
        for place, cell in enumerate(self.cells):
            if cell.kind == "solution":
                self._fork_all(waiting.pop(cell.name, ()), place)
            if cell.kind in RUN:
                error = cells.run(self.shell, cell.source, self.timeout)[-1:]
                if error and error[0]["output_type"] == "error":
                    what = f"{error[0]['ename']}: {error[0]['evalue']}"
                    raise RuntimeError(f"the cell {cell.name} stops: {what}")
        self._fork_all(waiting.pop("", ()), len(self.cells))  # of the reference as it is
        if waiting:
            raise RuntimeError(f"there is no solution {', '.join(waiting)}")
        while self.running:
            self._wait()

    def _fork_all(self, companies, place):
        for numbers in companies:
            self._fork(numbers, place)

    def _companies(self):
        """For each solution the numbers of its plays, those together that share a process."""
        found: dict[str, dict[str, list[int]]] = {}
        for number, one in enumerate(self.plays):
            company = one.company or f"{number}, alone"
            found.setdefault(one.solution, {}).setdefault(company, []).append(number)
        return {solution: list(companies.values()) for solution, companies in found.items()}

    def _bring(self, folder):
        os.makedirs(folder, exist_ok=True)
        for path in self.files:
            shutil.copy(path, folder)
        os.chdir(folder)

    def _fork(self, numbers, place):
        while len(self.running) >= self.jobs:
            self._wait()
        reader, writer = os.pipe()
        folder = tempfile.mkdtemp(prefix="answer-", dir=self.folder)
        gc.freeze()  # what there is now belongs to the lesson: no child has to look through it
        parent, pid = os.getpid(), os.fork()
        if pid == 0:
            os.close(reader)
            os.close(self.writer)
            _end(lambda: self._play(numbers, place, folder, writer), parent)
        os.close(writer)
        child = _Child(numbers, pid, folder, time.monotonic())
        self.running[reader] = child
        self.selector.register(reader, selectors.EVENT_READ)

    def _wait(self):
        """Hear from the children that run; end those that are silent for too long."""
        for key, _ in self.selector.select(timeout=1):
            child = self.running[key.fd]
            if content := os.read(key.fd, 1 << 16):
                child.heard, child.content = time.monotonic(), child.content + content
            else:
                self._close(key.fd, child)
        for pipe, child in list(self.running.items()):
            if time.monotonic() - child.heard > cells.PATIENCE * self.timeout + GRACE:
                child.kill()
                child.reason = f"this cell did not finish within {self.timeout:g} seconds"
                self._close(pipe, child)

    def _close(self, pipe, child):
        self.selector.unregister(pipe)
        os.close(pipe)
        del self.running[pipe]
        child.kill()
        _, status = os.waitpid(child.pid, 0)
        shutil.rmtree(child.folder, ignore_errors=True)
        if not child.reason:
            code = os.waitstatus_to_exitcode(status)
            name = f"exit code {code}" if code >= 0 else f"ended by {signal.Signals(-code).name}"
            child.reason = f"The kernel died ({name}) while this cell ran."
        for number, told in child.told(self.plays).items():
            self.times |= told["times"]
            self._send({"number": number} | told)

    def _send(self, message):
        _write(self.writer, message)

    def _play(self, numbers, place, folder, writer):
        """In a child: run each answer and what follows it, and tell of each graded cell."""
        try:
            _limit_memory()
            self._bring(folder)
            before = dict(self.shell.user_ns)
            for number in numbers:
                with contextlib.ExitStack() as settings:
                    keeping.keep_settings(settings.callback)
                    cells.refresh()
                    self._play_one(number, self.plays[number], place, writer)
                self.shell.user_ns.clear()
                self.shell.user_ns.update(before)
        except Exception:  # of this module: cells keep theirs to themselves
            _write(writer, {"problem": traceback.format_exc()})

    def _play_one(self, number, one, place, writer):
        start = time.monotonic()
        _write(writer, {"number": number})
        _write(writer, {"own": self._run_code(one, place)})
        if self._draw(one, writer):
            self._run_graded(one.once, 0, one.stop, writer)
        _write(writer, {"whole": time.monotonic() - start})

    def _draw(self, one, writer):
        begin = time.process_time()
        for draw in range(one.draws):
            if draw and time.process_time() - begin > SLOW:
                break
            if not self._run_graded(one.cells, draw, one.stop, writer):
                return False
        return True

    def _run_code(self, one, place):
        """Run a play's text in its place, and the code that follows; returns the text's own outputs."""
        ahead = [cell.name for cell in self.cells[:place] if cell.name in one.before]
        behind = [c.name for c in self.cells[place + 1 :] if c.name in one.before or c.kind in RUN]
        self._run_again(ahead)
        own = cells.run(self.shell, one.text, self.timeout) if place < len(self.cells) else []
        self._run_again(behind)
        return own

    def _run_again(self, names):
        cells.run_again(self.shell, [self.code[name] for name in names], self.timeout)

    def _run_graded(self, names, draw, stop, writer):
        """Run graded cells and tell of each; False if one failed and ``stop`` is set."""
        if stop:  # most that fail do so in a quick cell
            names = sorted(names, key=lambda name: self.times.get(name, 0))
        for name in names:
            begin = time.perf_counter()
            outputs = cells.run(self.shell, self.graded[name], self.timeout)
            self.times[name] = seconds = time.perf_counter() - begin
            _write(writer, {"draw": draw, "cell": name, "outputs": outputs, "seconds": seconds})
            if stop and _failed(outputs):
                return False
        return True


def _limit_memory():
    """Let this process allocate `MEMORY` more than its libraries have reserved."""
    processes = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)
    most = guard.reserved(processes) + MEMORY
    os.close(processes)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


class _Child:
    """A child as its parent knows it."""

    def __init__(self, numbers, pid, folder, begin):
        self.numbers, self.pid, self.folder = numbers, pid, folder
        self.begin = self.heard = begin
        self.content, self.reason = b"", ""

    def kill(self):
        """End it, and all that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    def told(self, plays):
        """What it told of each play, by number: fields of a `Played`."""
        parts: dict[int, list[dict]] = {number: [] for number in self.numbers}
        number = self.numbers[0]
        for line in self.content.splitlines(keepends=True):
            if not line.endswith(b"\n"):  # it was killed while it wrote
                break
            message = json.loads(line)
            if "problem" in message:
                raise RuntimeError(message["problem"])
            number = message.get("number", number)
            parts[number].append(message)
        return {number: self._told(plays[number], messages) for number, messages in parts.items()}

    def _told(self, one, messages):
        """Of one play; what the process no longer could tell is an error."""
        draws: list[dict[str, list]] = [{}]
        cell_messages = [message for message in messages if "cell" in message]
        for message in cell_messages:
            if message["draw"] == len(draws):
                draws.append({})
            draws[message["draw"]][message["cell"]] = message["outputs"]
        seconds = next((message["whole"] for message in messages if "whole" in message), None)
        if seconds is None:
            for name in one.cells:
                draws[-1].setdefault(name, [cells.error("DeadKernelError", self.reason)])
            for name in one.once:
                draws[0].setdefault(name, [cells.error("DeadKernelError", self.reason)])
        return {
            "draws": draws,
            "own": next((message["own"] for message in messages if "own" in message), []),
            "died": seconds is None,
            "times": {message["cell"]: message["seconds"] for message in cell_messages},
            "seconds": time.monotonic() - self.begin if seconds is None else seconds,
        }


def _failed(outputs: list) -> bool:
    return any(output["output_type"] == "error" for output in outputs)


def _write(pipe: int, message: Any) -> None:
    content = (json.dumps(message) + "\n").encode()
    while content:
        content = content[os.write(pipe, content) :]
