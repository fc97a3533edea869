"""Grading on a Dask cluster: a real scheduler and real workers, on loopback, some of which die."""

import contextlib
import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import psutil
import pytest
import tiny

pytest.importorskip("distributed", reason="Dask is not installed")

from distributed import Client

from course import publish
from course.grading import batch, cluster, engine
from course.grading.recorder import GradingError
from course.kernels import sandbox
from course.kernels.sandbox import SandboxError

HOUSE = Path(__file__).resolve().parents[1]
LONG = 120  # seconds: bounds what never takes that long, on a slow and busy machine too
DASK = [sys.executable, "-m", "dask"]
# Kernels that start without torch, which the tiny lesson does not need, start sooner.
COLD = "from course.kernels import processes\nprocesses.PRELOAD = []\n"
SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2)

try:
    sandbox.check()
    WHY_NOT = ""
except SandboxError as error:
    WHY_NOT = str(error)

pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)


class Machines:
    """A scheduler and workers, each a process of its own; all that they start becomes a child of this one."""

    def __init__(self, folder):
        self.folder, self.started = folder, []

    def scheduler(self, preload="", **settings):
        """Start a scheduler; returns its process and its address."""
        file = self.folder / f"scheduler-{len(self.started)}.json"
        process = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0",
            "--scheduler-file", file, "--preload", self._script(preload), **settings,
        )  # fmt: skip
        until(lambda: process.poll() is not None or complete(file))
        return process, json.loads(file.read_text())["address"]

    def worker(self, address, *options, preload="", **settings):
        """Start a worker that runs one hand-in at a time; returns its process."""
        return self._start(
            "worker", address, "--host", "127.0.0.1", "--nthreads", "1", "--dashboard-address", "127.0.0.1:0",
            "--memory-limit", "0", "--local-directory", self.folder,
            "--preload", self._script(COLD + preload), *(options or ["--no-nanny"]), **settings,
        )  # fmt: skip

    def _script(self, text):
        path = self.folder / f"preload_{len(self.started)}.py"
        path.write_text(text)
        return path

    def _start(self, kind, *options, **settings):
        log = (self.folder / f"{kind}-{len(self.started)}.log").open("w")
        env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HOUSE), *sys.path]), **settings}
        process = subprocess.Popen(
            [*DASK, kind, *map(str, options)], env=env, stdout=log, stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        log.close()
        self.started.append(process)
        return process

    def stop(self):
        for process in self.started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        for process in self.started:
            process.wait()


def complete(file):
    with contextlib.suppress(OSError, ValueError):
        return bool(json.loads(file.read_text()))


def until(condition):
    """Wait until something is so; an error if it is not within the longest time."""
    deadline = time.monotonic() + LONG
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)
    return found


def all_gone(before):
    """Whether no process is left below this one but those before."""
    left = {process.pid for process in psutil.Process().children(recursive=True)} - before
    for pid in left:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)  # an orphan that has ended waits for this
    return not left


@pytest.fixture
def machines(tmp_path):
    before = {process.pid for process in psutil.Process().children(recursive=True)}
    ctypes.CDLL(None).prctl(SUBREAPER, 1)
    machines = Machines(tmp_path)
    try:
        yield machines
    finally:
        machines.stop()
        try:
            until(lambda: all_gone(before))  # no kernel and no warm process either
        finally:
            ctypes.CDLL(None).prctl(SUBREAPER, 0)


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A course directory with the tiny lesson released."""
    root = tmp_path_factory.mktemp("course")
    shutil.copy(HOUSE / "nbgrader_config.py", root)
    tiny.write(tiny.lesson(), root / "source" / "tiny" / "tiny.ipynb")
    publish.release("tiny", root)
    return root


@pytest.fixture
def course(released, tmp_path):
    """A course directory of one test's own."""
    return Path(shutil.copytree(released, tmp_path / "course"))


def hand_in(root, student, double="return 2 * x", half="return x / 2", seconds=0):
    """Hand in the tiny lesson with these lines in its functions, after so many seconds."""
    notebook = nbformat.read(root / "release" / "tiny" / "tiny.ipynb", as_version=4)
    wait = f"import time\ntime.sleep({seconds})\n" if seconds else ""
    notebook.cells[1].source = f"{wait}def double(x):\n    {double}"
    notebook.cells[4].source = f"def half(x):\n    {half}"
    tiny.write(notebook, root / "submitted" / student / "tiny" / "tiny.ipynb")


def hand_in_class(root, number=1, seconds=0):
    for n in range(number):
        hand_in(root, f"right-{n}", seconds=seconds)
    hand_in(root, "wrong-double", double="return x + 2", seconds=seconds)
    hand_in(root, "wrong-half", half="return x // 2", seconds=seconds)


def points(rows):
    return {row.student: [int(points) for points in row.points.values()] for row in rows}


def expected(number=1):
    """Marks of the cells double-value, double-zero, half-value and why, which waits for a person."""
    right = {f"right-{n}": [2, 1, 1] for n in range(number)}
    return right | {"wrong-double": [0, 0, 1], "wrong-half": [2, 1, 0]}


def command(root, *options):
    """Run ``course grade`` as a command, with cold kernels; what it printed."""
    script = COLD + "import sys\nfrom course.commands import main\nsys.exit(main())"
    line = [sys.executable, "-c", script, "grade", "tiny", "--root", str(root), *options]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HOUSE), *sys.path])}
    return subprocess.run(line, env=env, capture_output=True, text=True, timeout=LONG)


def rows_of(root):
    """The rows of the summary, without the times."""
    rows = json.loads((root / "gradebook" / "tiny.json").read_text())
    return [{k: v for k, v in row.items() if k not in ("seconds", "cells")} for row in rows]


BARE = """
import sys
sys.modules["course"] = None
"""


def test_marks_and_rows_are_those_of_a_local_run(machines, course, tmp_path):
    hand_in_class(course)
    twin = Path(shutil.copytree(course, tmp_path / "twin"))
    _, address = machines.scheduler(BARE)
    machines.worker(address, "--nanny")  # which makes the worker a daemon, in multiprocessing's words
    afar, here = command(course, "--scheduler", address), command(twin)
    assert (afar.returncode, here.returncode) == (0, 0), afar.stderr + here.stderr
    assert rows_of(course) == rows_of(twin)
    assert {row["student"]: row["status"] for row in rows_of(course)} == dict.fromkeys(expected(), "graded")
    done = [line.split(",")[0] for line in afar.stderr.splitlines()]
    assert done == [f"{n} of 3 hand-ins done" for n in range(4)], "Dask wrote between the lines of progress"


def test_hand_ins_of_a_worker_that_is_killed_run_elsewhere(machines, course):
    hand_in_class(course, 4, seconds=3)
    _, address = machines.scheduler()
    workers = [machines.worker(address) for _ in range(2)]
    with Client(address, set_as_default=False) as client, ThreadPoolExecutor() as threads:
        until(lambda: len(client.nthreads()) == 2)
        graded = threads.submit(batch.grade, "tiny", course, scheduler=address)
        victim = kill_at_work(client, workers[0])
        rows = graded.result(LONG)
        (_, removal), *_ = [e for e in client.get_events(victim) if e[1]["action"] == "remove-worker"]
        assert removal["processing-tasks"], "it had nothing to do"
        assert list(client.nthreads()) != [victim]
    assert points(rows) == expected(4)
    assert {row.status for row in rows} == {"graded"}


def kill_at_work(client, worker):
    """Kill a worker while it has hand-ins to run; returns its address."""

    def is_at_work():
        # Frozen, it cannot finish them while we look.
        os.kill(worker.pid, signal.SIGSTOP)
        if client.processing()[address]:
            return True
        os.kill(worker.pid, signal.SIGCONT)

    pids = client.run(os.getpid)
    address = next(address for address, pid in pids.items() if pid == worker.pid)
    until(is_at_work)
    worker.kill()
    worker.wait()
    return address


DEADLY = """
import os
from course.grading import errand
def dask_setup(worker):
    run = errand.run
    def deadly(parcel):
        if parcel.student == "killer":
            os._exit(1)
        return 1 / 0 if parcel.student == "odd" else run(parcel)
    errand.run = deadly
"""


def test_a_hand_in_that_kills_its_workers_gets_a_row_and_the_others_keep_their_marks(machines, course):
    hand_in_class(course, 2)
    hand_in(course, "killer")
    hand_in(course, "odd")
    _, address = machines.scheduler(DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    for _ in range(3):  # one dies with all the hand-ins that it has, one with the killer alone
        machines.worker(address, preload=DEADLY)
    with Client(address, set_as_default=False) as client:
        until(lambda: len(client.nthreads()) == 3)
    rows = batch.grade("tiny", course, scheduler=address)
    assert points(rows) == {"killer": [0, 0, 0], "odd": [0, 0, 0]} | expected(2)
    statuses = {row.student: (row.status, row.notes) for row in rows}
    assert statuses.pop("killer") == ("failed", ["every worker that ran this hand-in died"])
    assert statuses.pop("odd") == ("failed", ["it could not be run (ZeroDivisionError: division by zero)"])
    assert set(map(str, statuses.values())) == {"('graded', [])"}


def test_a_scheduler_that_dies_loses_nothing_that_is_graded(machines, course):
    hand_in_class(course, 2, seconds=1)
    scheduler, address = machines.scheduler()
    machines.worker(address)
    folder = course / "gradebook" / "graded" / "tiny"
    with ThreadPoolExecutor() as threads:
        graded = threads.submit(batch.grade, "tiny", course, scheduler=address)
        until(lambda: list(folder.glob("[!.]*.json")) or graded.done())
        scheduler.kill()
        with pytest.raises(GradingError, match=r"^The Dask scheduler tcp://.* is gone: start one and grade"):
            graded.result(LONG)
    kept = {path: path.stat().st_mtime_ns for path in folder.glob("[!.]*.json")}
    assert 0 < len(kept) < 4
    done = command(course)
    assert done.returncode == 0, done.stderr
    assert {path: path.stat().st_mtime_ns for path in kept} == kept, "what was graded was graded again"
    marks = {row["student"]: [int(n) for n in row["points"].values()] for row in rows_of(course)}
    assert marks == expected(2)


def test_when_all_workers_are_gone_the_batch_ends_and_new_ones_finish_it(machines, course, monkeypatch):
    hand_in_class(course, seconds=3)
    _, address = machines.scheduler()
    worker = machines.worker(address)
    monkeypatch.setattr(engine, "PATIENCE", 0.5)
    monkeypatch.setattr(cluster, "ABSENCE", 1)
    with Client(address, set_as_default=False) as client, ThreadPoolExecutor() as threads:
        client.wait_for_workers(1, LONG)
        graded = threads.submit(batch.grade, "tiny", course, scheduler=address)
        kill_at_work(client, worker)
        with pytest.raises(GradingError, match=r"^All workers of the Dask scheduler .* are gone: start some"):
            graded.result(LONG)
        machines.worker(address)
        client.wait_for_workers(1, LONG)
    assert points(batch.grade("tiny", course, scheduler=address)) == expected()


OTHER = """
from course.grading import cluster
cluster.version = lambda: "another"
"""
LACKING = """
import sys
sys.modules["course.grading.cluster"] = None
"""


def test_workers_that_cannot_grade_are_refused_in_a_sentence(machines, course, tmp_path):
    hand_in_class(course)
    _, address = machines.scheduler()
    (tmp_path / "bin").mkdir()
    kinds = [
        ({"preload": OTHER}, GradingError, "another version of this course"),
        ({"preload": LACKING}, GradingError, "lack a package: .*course.grading.cluster"),
        ({"PATH": str(tmp_path / "bin")}, SandboxError, "bubblewrap is not installed"),
    ]
    with Client(address, set_as_default=False) as client:
        for settings, kind, words in kinds:
            worker = machines.worker(address, **settings)
            client.wait_for_workers(1, LONG)
            with pytest.raises(kind, match=words) as refused:
                batch.grade("tiny", course, scheduler=address)
            assert "\n" not in str(refused.value)
            assert not list((course / "autograded").glob("*/tiny")), "something was graded"
            worker.kill()
            until(lambda: not client.nthreads())


def test_a_scheduler_without_workers_is_refused(machines, course, monkeypatch):
    hand_in_class(course)
    _, address = machines.scheduler()
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with pytest.raises(GradingError, match="has no workers: start some first"):
        batch.grade("tiny", course, scheduler=address)


@pytest.mark.parametrize(
    "address", ["", "nonsense", "http://127.0.0.1:1", "tcp://127.0.0.1:door", "tcp://127.0.0.1:1", "tls://127.0.0.1:1"]
)
def test_an_address_where_no_scheduler_answers(address, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with pytest.raises(GradingError, match=r"^No Dask scheduler answers at .*[)]\.$"):
        cluster.Cluster(address)
