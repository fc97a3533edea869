"""The guard of a jail: watches what all processes of a notebook use together, and ends them."""

import contextlib
import os
import resource
import select
import signal
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from course.grading.kernels import family
from course.grading.kernels.syscalls import MS_BIND, MS_NODEV, MS_NOSUID, MS_RDONLY, MS_REMOUNT, mount

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

SOCKETS = 5  # of a Jupyter kernel
PERIOD = 0.1  # seconds between two looks at the limits
PAGE = resource.getpagesize()


def reserved(processes: int) -> int:
    """Bytes that this process's libraries have reserved, most of them never used."""
    return int(family.read("self/statm", processes).split()[5]) * PAGE


def watch(
    reaper: int, processes: int, folder: str, limits: Mapping[str, int], leash: "Connection", ending: int
) -> tuple[int, str]:
    """Wait until the notebook has ended, or end it.

    Args:
        reaper: number of the process in whose namespace the notebook runs.
        processes: the folder /proc, open.
        folder, limits, leash: as in `jail.enter`.
        ending: end of a pipe on which the reaper reports the kernel's wait status.

    Returns:
        The kernel's wait status, and the sentence about the limit that it passed, or "".
    """
    reason = _wait(reaper, processes, folder, limits, leash)
    os.waitpid(reaper, 0)
    report = os.read(ending, 4)
    status = struct.unpack("i", report)[0] if report else int(signal.SIGKILL)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        reason = f"it used more than {limits['cpu']} s of CPU time"
    return status, reason


def _wait(reaper, processes, folder, limits, leash):
    """Wait for the reaper to end, or end it: returns the limit that was passed, else ""."""
    ended = os.pidfd_open(reaper)
    poll = select.poll()
    poll.register(ended, select.POLLIN)
    poll.register(leash.fileno(), select.POLLIN)
    is_open = True
    while True:
        events = dict(poll.poll(PERIOD * 1000))
        if ended in events:
            return ""
        if is_open and sum(path.is_socket() for path in Path(folder).iterdir()) >= SOCKETS:
            # The only place that it could fill with files for others to find.
            mount(None, folder, None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)
            is_open = False
        reason = _excess(reaper, processes, limits)
        if reason or events:
            signal.pidfd_send_signal(ended, signal.SIGKILL)
            return reason


def _excess(reaper, processes, limits):
    """Which limit all processes of the notebook together have passed, "" if none."""
    # In the reaper's namespace orphans become its children.
    members = family.below({reaper}, family.table(processes))
    if len(members) > limits["processes"]:
        return f"it had more than {limits['processes']} processes"
    for measure in (_resident, _proportional):  # the exact one only where the quick one is too high
        if sum(measure(pid, processes) for pid in members) <= limits["memory"]:
            return ""
    return f"it used more than {limits['memory'] / 2**30:.1f} GiB of memory"


def _resident(pid, processes):
    """Memory of one process that no file backs, in bytes; pages shared with the warm one count."""
    with contextlib.suppress(OSError, IndexError):
        fields = family.read(f"{pid}/statm", processes).split()
        return (int(fields[1]) - int(fields[2])) * PAGE
    return 0


def _proportional(pid, processes):
    """The same with shared pages shared out among their owners; costs a hundred times more."""
    with contextlib.suppress(OSError):
        for line in family.read(f"{pid}/smaps_rollup", processes).splitlines():
            if line.startswith("Pss_Anon:"):
                return int(line.split()[1]) * 1024
    return 0


def end_like(status: int) -> NoReturn:
    """End this process as one with this wait status did."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if number != signal.SIGKILL:
            signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    os._exit(os.waitstatus_to_exitcode(status))
