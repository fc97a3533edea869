"""Grading on a Dask cluster: a real scheduler and real workers, on loopback, some of which die."""

import contextlib
import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import psutil
import pytest
from helpers import tiny
from helpers.classroom import (
    COLD,
    ENV,
    LONG,
    expected,
    grade,
    hand_in,
    hand_in_class,
    points,
    released,
    rows_of,
    until,
)

pytest.importorskip("distributed", reason="Dask is not installed")

from distributed import Client

from course.grading import batch, cluster, engine
from course.grading.errors import GradingError
from course.grading.kernels.sandbox import SandboxError

DASK = [sys.executable, "-m", "dask"]
SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2)

pytestmark = pytest.mark.skipif(bool(tiny.WHY_NO_SANDBOX), reason=tiny.WHY_NO_SANDBOX)


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
        process = subprocess.Popen(
            [*DASK, kind, *map(str, options)], env=ENV | settings, stdout=log, stderr=subprocess.STDOUT,
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
def template(tmp_path_factory):
    return released(tmp_path_factory.mktemp("course"))


@pytest.fixture
def course(template, tmp_path):
    """A course directory of one test's own."""
    return Path(shutil.copytree(template, tmp_path / "course"))


BARE = """
import sys
sys.modules["course"] = None
"""


def test_hand_ins_of_a_killed_worker_run_elsewhere_and_all_marks_are_those_of_a_local_run(
    machines, course, tmp_path
):
    hand_in_class(course, 2, seconds=1)
    twin = Path(shutil.copytree(course, tmp_path / "twin"))
    _, address = machines.scheduler(BARE)  # this package is for the workers; they come in two kinds
    machines.worker(address, "--nanny")
    mortal = machines.worker(address)
    with Client(address, set_as_default=False) as client:
        until(lambda: len(client.nthreads()) == 2)
        with ThreadPoolExecutor() as threads:
            afar = threads.submit(grade, course, "--scheduler", address)
            victim = kill_at_work(client, mortal)
        (removal,) = [e for _, e in client.get_events(victim) if e["action"] == "remove-worker"]
        assert removal["processing-tasks"], "it had nothing to do when it was killed"
    assert afar.result().returncode == 0, afar.result().stderr
    said = afar.result().stderr.splitlines()
    assert [line.split(",")[0] for line in said if "done" in line] == [
        f"{n} of 4 hand-ins done" for n in range(5)
    ]
    assert "distributed" not in afar.result().stderr, "Dask wrote between the lines of progress"
    here = grade(twin)
    assert here.returncode == 0, here.stderr
    assert rows_of(course) == rows_of(twin)
    assert points(rows_of(course)) == expected(2)
    assert {row["status"] for row in rows_of(course)} == {"graded"}


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
    hand_in_class(course)
    hand_in(course, "killer")
    hand_in(course, "odd")
    _, address = machines.scheduler(DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    for _ in range(3):  # one dies with all the hand-ins that it has, one with the killer alone
        machines.worker(address, preload=DEADLY)
    with Client(address, set_as_default=False) as client:
        until(lambda: len(client.nthreads()) == 3)
        batch.grade("tiny", course, scheduler=address)
        assert len(client.nthreads()) == 1
    rows = {row["student"]: row for row in rows_of(course)}
    assert points(rows.values()) == {"killer": [0, 0, 0], "odd": [0, 0, 0]} | expected()
    ends = {student: (row["status"], *row["notes"]) for student, row in rows.items()}
    assert ends.pop("killer") == ("failed", "every worker that ran this hand-in died")
    assert ends.pop("odd") == ("failed", "it could not be run (ZeroDivisionError: division by zero)")
    assert set(ends.values()) == {("graded",)}


def test_without_workers_and_then_without_a_scheduler_what_is_graded_is_kept(machines, course, monkeypatch):
    hand_in(course, "a-quick")
    hand_in(course, "b-slow", seconds=50)
    hand_in(course, "c-quick")
    monkeypatch.setattr(engine, "PATIENCE", 0.5)
    monkeypatch.setattr(cluster, "ABSENCE", 1)
    scheduler, address = machines.scheduler()
    with ThreadPoolExecutor() as threads:
        with Client(address, set_as_default=False) as client:
            first = machines.worker(address)
            client.wait_for_workers(1, LONG)
            graded = threads.submit(batch.grade, "tiny", course, scheduler=address)
            kill_at_work(client, first)
            with pytest.raises(GradingError, match=r"^All workers of the Dask scheduler .* are gone: start"):
                graded.result(LONG)
            machines.worker(address)
            client.wait_for_workers(1, LONG)
        graded = threads.submit(batch.grade, "tiny", course, scheduler=address)
        entry = course / "gradebook" / "graded" / "tiny" / "a-quick.json"
        until(lambda: entry.exists() or graded.done())
        scheduler.kill()
        with pytest.raises(GradingError, match=r"^The Dask scheduler tcp://.* is gone: start one and grade"):
            graded.result(LONG)
    kept = entry.stat().st_mtime_ns
    hand_in(course, "b-slow")
    done = grade(course)
    assert done.returncode == 0, done.stderr
    assert entry.stat().st_mtime_ns == kept, "what was graded was graded again"
    assert points(rows_of(course)) == {n: [2, 1, 1] for n in ("a-quick", "b-slow", "c-quick")}


LACKING = """
import sys
sys.modules["course.grading.cluster"] = None
"""


def test_workers_that_cannot_grade_are_refused_in_a_sentence(machines, course, monkeypatch):
    hand_in(course, "right")
    _, address = machines.scheduler()
    refused = partial(refusal, course, address)
    with monkeypatch.context() as patch:
        patch.setattr(cluster, "PATIENCE", 1)
        assert "has no workers: start some first" in refused(GradingError)
    with Client(address, set_as_default=False) as client:
        lacking = machines.worker(address, preload=LACKING)
        client.wait_for_workers(1, LONG)
        assert "lack a package: install there what is installed here (import of" in refused(GradingError)
        lacking.kill()
        until(lambda: not client.nthreads())
        machines.worker(address, PATH="/nowhere")
        client.wait_for_workers(1, LONG)
        assert "bubblewrap is not installed" in refused(SandboxError)
    monkeypatch.setattr(cluster, "version", lambda: "another")
    assert "have another version of this course" in refused(GradingError)


def refusal(course, address, kind):
    """What is said when nothing is graded."""
    with pytest.raises(kind) as refused:
        batch.grade("tiny", course, scheduler=address)
    assert not list((course / "autograded").glob("*/tiny"))
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize(
    "address",
    ["", "nonsense", "http://127.0.0.1:1", "tcp://127.0.0.1:door", "tcp://127.0.0.1:1", "tls://127.0.0.1:1"],
)
def test_an_address_where_no_scheduler_answers(address, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with pytest.raises(GradingError, match=r"^No Dask scheduler answers at .*[)]\.$"):
        cluster.Cluster(address)
