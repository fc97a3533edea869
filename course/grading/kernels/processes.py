"""The processes behind warm kernels: forked from one warm process, and killed with all they started.

There is one warm process for each process that grades.  It starts with the first kernel and ends
with the process that grades, however that ends.  It lives in the sandbox or outside it, and so do
its kernels.  Where both kinds are asked for, one after the other, there are two.
"""

import atexit
import contextlib
import functools
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
from multiprocessing import forkserver, resource_tracker, spawn
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, cast

from course.grading.kernels import family, forge, sandbox

PRELOAD = ["course.grading.kernels.warmth"]

_server: Any = forkserver._forkserver  # some of its parts are its own
_owner = os.getpid()
_lock = threading.Lock()  # multiprocessing's list of children is not made for threads
_alive: set["Kernel"] = set()  # kernels that have not been cleaned up
_sandboxed = False
_aside: dict[str, Any] = {}  # what multiprocessing knows of the warm process of the other kind


def can_fork() -> bool:
    """True where kernels can be forked safely from a warm process: on Linux."""
    return sys.platform == "linux"


def warm_up(sandboxed: bool = False) -> None:
    """Start the warm process, if there is none yet, and return at once: it is ready some seconds later.

    Args:
        sandboxed: whether it lives in the sandbox.

    Raises:
        sandbox.SandboxError: there is no sandbox on this machine.
    """
    with _lock, _starting(sandboxed):
        forkserver.ensure_running()


@contextlib.contextmanager
def _starting(sandboxed):
    """Fork children from the right warm process; should that one have to start, it starts in its place."""
    global _sandboxed
    if sandboxed != _sandboxed:
        if _alive:
            raise RuntimeError("kernels cannot run inside and outside the sandbox at the same time")
        _put_aside()
    _sandboxed = sandboxed
    _context().set_forkserver_preload(PRELOAD)
    resource_tracker.ensure_running()  # outside in any case, but run by the same program
    before = spawn.get_executable()
    # Whenever multiprocessing finds the warm process dead, it starts another: never outside by mistake.
    spawn.set_executable(_launcher() if sandboxed else before)
    try:
        with _bare_children():
            yield
    finally:
        spawn.set_executable(before)


def _put_aside():
    """Exchange the warm process for that of the other kind: to start one takes five seconds."""
    global _aside
    known = vars(_server)
    state = {name: known[name] for name in ("_forkserver_address", "_forkserver_alive_fd", "_forkserver_pid")}
    known.update(_aside or dict.fromkeys(state))
    _aside = state


@functools.cache
def _launcher():
    sandbox.check()
    path = sandbox.launcher(shared())
    sandbox.give(shared())
    return path


@functools.cache
def shared() -> str:
    """The folder that this process shares with its sandbox; removed when the process ends."""
    return tempfile.mkdtemp(prefix="course-", dir="/tmp")  # paths of sockets must be short


class Kernel:
    """A kernel's process; `code` and `reason` tell how it ended, once it has."""

    code: int | None = None
    reason = ""

    def __init__(self, process: BaseProcess, leash: Connection | None) -> None:
        self.process, self.leash = process, leash
        self.pid = cast(int, process.pid)  # it has been started

    def poll(self) -> int | None:
        """None while the kernel runs, then its exit code (negative: the signal that ended it)."""
        with _lock:
            if self.code is None:
                self.code = self.process.exitcode
                if self.code is not None and self.leash is not None:
                    with contextlib.suppress(EOFError, OSError):
                        # Never unpickled: it comes from where students' code runs.
                        self.reason = self.leash.recv_bytes(1000).decode() if self.leash.poll() else ""
        return self.code

    def signal(self, number: int) -> None:
        """Send a signal to a kernel outside the sandbox; inside it can only be killed."""
        if self.leash is None and self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """End the kernel and all processes that it started."""
        if self.leash is None:
            sweep(self.pid)
        elif self.poll() is None:
            with contextlib.suppress(OSError):  # it has just ended by itself
                self.leash.send_bytes(b"end")

    def forget(self) -> None:
        """Give up a kernel that has ended."""
        with _lock:
            _alive.discard(self)
            self.process.close()
            if self.leash is not None:
                self.leash.close()
            elif not _alive:
                _sweep_orphans()


def fork(request: dict[str, Any], sandboxed: bool = False) -> Kernel:
    """Fork a kernel from the warm process, which is started if there is none yet.

    Args:
        request: what `forge.kernel` takes.
        sandboxed: as in `warm_up`.

    Returns:
        A :class:`Kernel`.
    """
    with _lock, _starting(sandboxed):
        try:
            kernel = _start(request, sandboxed)
        except (EOFError, ConnectionError):
            # The warm process was dying just then.  Wait for its end, and fork from a new one.
            _server._stop()
            kernel = _start(request, sandboxed)
        _alive.add(kernel)
    return kernel


def _start(request, sandboxed):
    ours, theirs = multiprocessing.Pipe() if sandboxed else (None, None)
    # Not a daemon: those may have no children, and so no DataLoader workers.
    process = _context().Process(target=forge.kernel, args=(request, theirs), daemon=False)
    with _unbound():
        process.start()
    if theirs is not None:
        theirs.close()
    return Kernel(process, ours)


@contextlib.contextmanager
def _unbound():
    """Let this process have children even where it is a daemon, as Dask's workers are."""
    process: Any = multiprocessing.current_process()
    config = process._config
    before = config.get("daemon")
    config["daemon"] = False
    try:
        yield
    finally:
        config["daemon"] = before


def sweep(pid: int) -> None:
    """Kill a kernel and all processes that it started and that are still to be known as its own."""
    table = family.table()
    if pid in table and table[pid][0] != _warm_process():
        return  # the kernel is gone, and its number belongs to somebody else by now
    session = {member for member, (_, session) in table.items() if session == pid}
    _kill(family.below({pid} & set(table) | session, table))


def _context():
    return multiprocessing.get_context("forkserver")


@contextlib.contextmanager
def _bare_children():
    """Keep multiprocessing from bringing each child into this process's folder and main script.

    The folder is not there in the sandbox, and the script would run once more.
    """
    before = spawn.get_preparation_data

    def bare(name):
        unwanted = ("dir", "init_main_from_name", "init_main_from_path")
        return {key: value for key, value in before(name).items() if key not in unwanted}

    spawn.get_preparation_data = bare
    try:
        yield
    finally:
        spawn.get_preparation_data = before


def _kill(members):
    for member in members:
        with contextlib.suppress(ProcessLookupError):
            os.kill(member, signal.SIGKILL)


def _warm_process():
    return _server._forkserver_pid


def _sweep_orphans():
    """Kill what left its kernel's session and lost its parent, once no kernel can own it."""
    if warm := _warm_process():
        _kill(family.below({warm}, family.table()) - {warm})


def kill_all() -> None:
    """Kill all kernels of this process; those who wait for them find them dead."""
    for kernel in list(_alive):
        kernel.kill()


@atexit.register
def sweep_all() -> None:
    """Kill all kernels of this process, all that they started, and the folder that they share."""
    # Registered after multiprocessing's exit function, which would wait for them for ever, and
    # so called before it.  A fork of this process owns no kernels.
    if os.getpid() == _owner:
        kill_all()
        if not _sandboxed:
            _sweep_orphans()
        if shared.cache_info().currsize:
            shutil.rmtree(shared(), ignore_errors=True)
