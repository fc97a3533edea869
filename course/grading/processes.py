"""The processes behind warm kernels: forked from one warm process, and killed with all they started.

There is one warm process for each process that grades.  It starts with the first kernel and ends
with the process that grades, however that ends.
"""

import atexit
import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import types
from multiprocessing import forkserver
from pathlib import Path

from course.grading import forge

PRELOAD = ["course.grading.warmth"]

_owner = os.getpid()
_lock = threading.Lock()  # multiprocessing's list of children is not made for threads
_alive = {}  # pid -> Process, of the kernels that have not been cleaned up


def can_fork():
    """True where kernels can be forked safely from a warm process: on Linux."""
    return sys.platform == "linux"


def warm_up():
    """Start the warm process, if there is none yet, and return at once: it is ready some 7 s later."""
    with _lock, _nameless_main():
        _context()
        forkserver.ensure_running()


def fork(request):
    """Fork a kernel from the warm process, which is started if there is none yet.

    Args:
        request: what `forge.kernel` takes.

    Returns:
        The kernel's `multiprocessing.Process`.
    """
    with _lock, _nameless_main():
        # Not a daemon: those may have no children, and so no DataLoader workers.
        process = _context().Process(target=forge.kernel, args=(request,), daemon=False)
        process.start()
        _alive[process.pid] = process
    return process


def exit_code(process):
    """None while the kernel runs, then its exit code (negative: the signal that ended it)."""
    with _lock:
        return process.exitcode


def sweep(pid):
    """Kill a kernel and all processes that it started and that are still to be known as its own."""
    table = _processes()
    if pid in table and table[pid][0] != _warm_process():
        return  # the kernel is gone, and its number belongs to somebody else by now
    session = {member for member, (_, session) in table.items() if session == pid}
    _kill(_with_descendants({pid} & set(table) | session, table))


def _context():
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    return context


@contextlib.contextmanager
def _nameless_main():
    """Hide the main script, which multiprocessing would otherwise run again in each child."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _processes():
    """The parent and the session of every process, by its number."""
    table = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                fields = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
                table[int(entry.name)] = int(fields[1]), int(fields[3])
    return table


def _with_descendants(family, table):
    while more := {member for member, (parent, _) in table.items() if parent in family} - family:
        family = family | more
    return family


def _kill(members):
    for member in members:
        with contextlib.suppress(ProcessLookupError):
            os.kill(member, signal.SIGKILL)


def _warm_process():
    return forkserver._forkserver._forkserver_pid


def forget(process):
    """Give up a kernel's process that has ended."""
    with _lock:
        _alive.pop(process.pid, None)
        process.close()
        if not _alive:
            _sweep_orphans()


def _sweep_orphans():
    """Kill what left its kernel's session and lost its parent, once no kernel can own it."""
    if warm := _warm_process():
        _kill(_with_descendants({warm}, _processes()) - {warm})


@atexit.register
def sweep_all():
    """Kill all kernels of this process, and all that they started."""
    # Registered after multiprocessing's exit function, which would wait for them for ever, and
    # so called before it.  A fork of this process owns no kernels.
    if os.getpid() == _owner:
        for pid in list(_alive):
            sweep(pid)
        _sweep_orphans()
