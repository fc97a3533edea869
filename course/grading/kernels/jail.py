"""The inner wall: between a notebook and everything else inside the sandbox.

A forked kernel moves into namespaces of its own before it runs a student's first line.  It sees no
other process, so it can neither signal nor trace the warm one; it sees no other notebook's folder;
and what it writes lies in file systems that vanish with it.  Three processes take part:

    guard    stays outside the new process namespace, watches the limits, and ends the others
    reaper   is process 1 inside: when it ends, the system kills all that is left in there
    kernel   has no rights, and runs the notebook

See namespaces(7), user_namespaces(7), pid_namespaces(7) and capabilities(7) in Linux's manual.
"""

import contextlib
import fcntl
import os
import resource
import shutil
import signal
import socket
import struct
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from course.grading.kernels import guard, syscalls
from course.grading.kernels.sandbox import HOME

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

SCRATCH = (HOME, "/tmp", "/dev/shm")
OF_PROC = ("cpuinfo", "meminfo", "stat", "loadavg", "filesystems")  # what libraries read there
USER = 1000  # inside; no rights outside depend on it
SIOCSIFFLAGS, IFF_UP = 0x8914, 1
NAMESPACES = (
    syscalls.CLONE_NEWUSER | syscalls.CLONE_NEWNS | syscalls.CLONE_NEWIPC | syscalls.CLONE_NEWPID
    | syscalls.CLONE_NEWNET
)  # fmt: skip
CLOSED = syscalls.MS_NOSUID | syscalls.MS_NODEV
READ_ONLY = syscalls.MS_REMOUNT | syscalls.MS_BIND | syscalls.MS_RDONLY | CLOSED


def enter(folder: str, kept: Iterable[str], limits: Mapping[str, int], leash: "Connection") -> None:
    """Put the notebook of this process into a jail; returns in the kernel only.

    Args:
        folder: the kernel's folder: its sockets, and in ``files`` what lies beside the notebook.
        kept: paths of other folders in /tmp that stay visible.
        limits: dictionary of ``memory`` and ``disk`` (bytes, of all the notebook's processes
            together), ``cpu`` (seconds of one process), ``processes`` and ``files`` (open ones).
        leash: connection to the process that grades; when that closes it, the notebook ends.

    The calling process becomes the guard.  It sends through the leash why a limit ended the notebook
    (or an empty string), and then ends as the kernel did: with its exit code, or by its signal.

    Raises:
        OSError: the system refuses a namespace or a mount.
    """
    syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)
    processes = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)
    reserved = guard.reserved(processes)
    _unshare(folder, kept, limits["disk"])
    ending, report = os.pipe()
    reaper = os.fork()
    if reaper == 0:
        _reap(report)
        os.closerange(3, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
        syscalls.drop_capabilities()
        _set_limits(limits, reserved)
        os.chdir(HOME)
        return
    os.close(report)
    status, reason = guard.watch(reaper, processes, folder, limits, leash, ending)
    with contextlib.suppress(OSError):  # nobody listens any more
        leash.send_bytes(reason.encode())
    guard.end_like(status)


def _unshare(folder, kept, disk):
    """New namespaces, and in them the file systems of one notebook."""
    user, group = os.getuid(), os.getgid()
    syscalls.unshare(NAMESPACES)
    for name, words in (
        ("setgroups", "deny"), ("uid_map", f"{USER} {user} 1"), ("gid_map", f"{USER} {group} 1")
    ):  # fmt: skip
        Path("/proc/self", name).write_text(words)
    syscalls.mount(None, "/", None, syscalls.MS_REC | syscalls.MS_PRIVATE)
    visible = {path: os.open(path, os.O_PATH) for path in (folder, *kept)}
    for place in SCRATCH:
        syscalls.mount("scratch", place, "tmpfs", CLOSED, f"size={disk},mode=777")
    for path, opened in visible.items():
        os.makedirs(path, exist_ok=True)
        syscalls.mount(f"/proc/self/fd/{opened}", path, None, syscalls.MS_BIND | syscalls.MS_REC)
        os.close(opened)
    shutil.copytree(f"{folder}/files", HOME, symlinks=True, dirs_exist_ok=True)
    _hide_processes()
    _start_loopback()


def _start_loopback():
    """A network of its own, in which there is nobody else."""
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh", b"lo", IFF_UP))


def _hide_processes():
    """A /proc with nothing of any process: through it the warm process's memory could be reached."""
    staging = f"{HOME}/.proc"
    os.mkdir(staging)
    syscalls.mount("none", staging, "tmpfs", CLOSED, "size=64k,mode=755")
    for name in OF_PROC:
        Path(staging, name).touch()
        syscalls.mount(f"/proc/{name}", f"{staging}/{name}", None, syscalls.MS_BIND)
    syscalls.mount(None, staging, None, READ_ONLY)
    syscalls.mount(staging, "/proc", None, syscalls.MS_MOVE)
    os.rmdir(staging)


def _reap(report):
    """Fork the kernel and return in it; the other one waits for it and for its orphans, and ends."""
    syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)
    syscalls.prctl(syscalls.PR_SET_DUMPABLE, 0)  # the kernel must not trace it
    kernel = os.fork()
    if kernel == 0:
        syscalls.prctl(syscalls.PR_SET_DUMPABLE, 1)
        os.setsid()
        os.nice(5)  # or the processes of a fork bomb would leave the guard no time to act
        return
    while True:
        pid, status = os.waitpid(-1, 0)
        if pid == kernel:
            os.write(report, struct.pack("i", status))
            os._exit(0)


def _set_limits(limits, reserved):
    for name, value in (
        (resource.RLIMIT_DATA, limits["memory"] + reserved),
        (resource.RLIMIT_FSIZE, limits["disk"]),
        (resource.RLIMIT_NOFILE, limits["files"]),
        (resource.RLIMIT_NPROC, limits["processes"]),  # not for root: so the guard counts too
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(name, (value, value))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu"], limits["cpu"] + 5))  # SIGXCPU, then SIGKILL


def try_out(shared: str | Path) -> None:
    """Raise OSError unless this system allows what `enter` needs; changes this process."""
    folder = Path(shared, "trial")
    (folder / "files").mkdir(parents=True)
    _unshare(str(folder), [], 2**20)
    if os.fork() == 0:
        syscalls.drop_capabilities()
        os._exit(0)
    if os.wait()[1] != 0:
        raise OSError("its rights could not be given up")


if __name__ == "__main__":
    try_out(sys.argv[1])
