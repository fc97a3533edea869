"""A warm kernel: forked in well under a second from a process that has imported torch already.

`WarmManager` is a Jupyter kernel manager whose kernels come from one warm process for each
process that grades.  Linux only; `can_fork` says whether it works here.
"""

import asyncio
import atexit
import contextlib
import functools
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import types
from multiprocessing import forkserver
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerBase

from course.grading import forge

# Of a process that itself runs in Jupyter or pytest: the first makes ipykernel exit (it waits
# for another parent than it has), the second makes it lose what subprocesses print.
NOT_FOR_KERNELS = ("JPY_PARENT_PID", "PYTEST_CURRENT_TEST")
PRELOAD = ["course.grading.warmth"]
LONGEST_FOLDER = 80  # a unix socket's path ends at 107 characters

_lock = threading.Lock()  # multiprocessing's list of children is not made for threads
_alive = {}  # pid -> Process, of the kernels that have not been cleaned up


def can_fork():
    """True where kernels can be forked safely from a warm process: on Linux."""
    return sys.platform == "linux"


def fork(request):
    """Fork a kernel from the warm process, which is started if there is none yet (about 7 s).

    Args:
        request: what `forge.kernel` takes.

    Returns:
        The kernel's `multiprocessing.Process`.
    """
    context = multiprocessing.get_context("forkserver")
    with _lock, _nameless_main():
        context.set_forkserver_preload(PRELOAD)
        # Not a daemon: those may have no children, and so no DataLoader workers.
        process = context.Process(target=forge.kernel, args=(request,), daemon=False)
        process.start()
        _alive[process.pid] = process
    return process


def exit_code(process):
    """None while the kernel runs, then its exit code (negative: the signal that ended it)."""
    with _lock:
        return process.exitcode


def sweep(pid):
    """Kill a kernel and all processes that it started."""
    for member in _family(pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(member, signal.SIGKILL)


class WarmProvisioner(KernelProvisionerBase):
    """Starts a kernel by a fork, talks to it over unix sockets in a private folder."""

    process = None
    folder = None
    code = None

    @property
    def has_process(self):
        return self.process is not None

    async def poll(self):
        if self.process is not None:
            self.code = exit_code(self.process)
        return self.code

    async def wait(self):
        while self.process is not None and await self.poll() is None:
            await asyncio.sleep(0.01)
        return self.code

    async def send_signal(self, signum):
        if await self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process.pid, signum)

    async def kill(self, restart=False):
        if self.process is not None:
            sweep(self.process.pid)
            await self.wait()

    async def terminate(self, restart=False):
        await self.send_signal(signal.SIGTERM)

    async def pre_launch(self, **kwargs):
        manager = self.parent
        place = tempfile.gettempdir()
        place = place if len(place) <= LONGEST_FOLDER else "/tmp"
        self.folder = Path(tempfile.mkdtemp(prefix="kernel-", dir=place))
        manager.ip = str(self.folder / "socket")
        manager.connection_file = str(self.folder / "connection.json")
        manager.write_connection_file()
        self.connection_info = manager.get_connection_info()
        return await super().pre_launch(cmd=[], **kwargs)

    async def launch_kernel(self, cmd, **kwargs):
        env = {k: v for k, v in kwargs["env"].items() if k not in NOT_FOR_KERNELS}
        env["IPYTHONDIR"] = str(self.folder)  # no start-up files of the person who grades
        env["TMPDIR"] = str(self.folder)  # what a killed DataLoader leaves there goes with it
        request = {
            "connection": self.parent.connection_file,
            "folder": os.path.abspath(kwargs.get("cwd") or os.getcwd()),
            "env": env,
            "path": _import_path(),
        }
        self.process = fork(request)
        return self.connection_info

    async def cleanup(self, restart=False):
        if self.process is not None:
            await self.kill()
            _forget(self.process)
            self.process = None
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = None


class WarmManager(AsyncKernelManager):
    """A kernel manager whose kernels are warm, whatever kernel the notebook names."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.transport = "ipc"
        self.provisioner = WarmProvisioner(parent=self, kernel_spec=self.kernel_spec)

    @property
    def kernel_spec(self):
        # By message, since a signal cannot reach a kernel inside a sandbox.
        return KernelSpec(argv=[], display_name="Warm Python", language="python", interrupt_mode="message")


@contextlib.contextmanager
def _nameless_main():
    """Hide the main script, which multiprocessing would otherwise run again in each child."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@functools.cache
def _import_path():
    """Where a new interpreter would look for modules, without its first entry, the folder."""
    ask = "import sys; print(*sys.path[1:], sep='\\n')"
    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    return answer.stdout.splitlines()


def _family(pid):
    """A process, the members of its session and its descendants."""
    table = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                fields = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
                table[int(entry.name)] = int(fields[1]), int(fields[3])
    family = {pid} | {member for member, (_, session) in table.items() if session == pid}
    while more := {m for m, (parent, _) in table.items() if parent in family} - family:
        family |= more
    return family


def _forget(process):
    with _lock:
        _alive.pop(process.pid, None)
        process.close()
        if not _alive:
            _sweep_orphans()


def _sweep_orphans():
    """Kill what left its kernel's session and lost its parent, once no kernel can own it."""
    server = forkserver._forkserver._forkserver_pid
    for orphan in (_family(server) - {server}) if server else ():
        with contextlib.suppress(ProcessLookupError):
            os.kill(orphan, signal.SIGKILL)


@atexit.register
def sweep_all():
    """Kill all kernels of this process, and all that they started."""
    # Registered after multiprocessing's exit function, which would wait for them for ever, and
    # so called before it.
    for pid in list(_alive):
        sweep(pid)
    _sweep_orphans()
