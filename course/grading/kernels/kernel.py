"""A warm kernel: there in a quarter of a second, with torch imported, instead of 3 to 10 s.

`WarmManager` is a Jupyter kernel manager like any other, but its kernels are forked from one warm
process (see `course.grading.kernels.processes`).
"""

import asyncio
import functools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerBase

from course.grading.kernels import processes, sandbox

# Of a process that itself runs in Jupyter or pytest: the first makes ipykernel exit (it waits
# for another parent than it has), the second makes it lose what subprocesses print.
NOT_FOR_KERNELS = ("JPY_PARENT_PID", "PYTEST_CURRENT_TEST")
LONGEST_FOLDER = 80  # a unix socket's path ends at 107 characters


class WarmProvisioner(KernelProvisionerBase):
    """Starts a kernel by a fork, talks to it over unix sockets in a private folder."""

    parent: Any  # a `WarmManager`
    kernel: processes.Kernel | None = None
    folder: Path | None = None

    @property
    def has_process(self) -> bool:
        return self.kernel is not None

    async def poll(self) -> int | None:
        return None if self.kernel is None else self.kernel.poll()

    async def wait(self) -> int | None:
        while self.kernel is not None and await self.poll() is None:
            await asyncio.sleep(0.01)
        return await self.poll()

    async def send_signal(self, signum: int) -> None:
        if self.kernel is not None:
            self.kernel.signal(signum)

    async def kill(self, restart: bool = False) -> None:
        if self.kernel is not None:
            self.kernel.kill()
            await self.wait()

    async def terminate(self, restart: bool = False) -> None:
        await self.send_signal(signal.SIGTERM)

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        manager = self.parent
        self.folder = Path(tempfile.mkdtemp(prefix="kernel-", dir=self._place()))
        manager.ip = str(self.folder / "socket")
        manager.connection_file = str(self.folder / "connection.json")
        manager.write_connection_file()
        self.connection_info = manager.get_connection_info()
        return await super().pre_launch(cmd=[], **kwargs)

    def _place(self):
        if self.parent.limits is not None:
            return processes.shared()
        place = tempfile.gettempdir()
        return place if len(place) <= LONGEST_FOLDER else "/tmp"

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        assert self.folder is not None  # `pre_launch` made it
        folder = os.path.abspath(kwargs.get("cwd") or os.getcwd())
        limits = self.parent.limits
        request = {"connection": self.parent.connection_file, "folder": folder, "path": _import_path()}
        if limits is None:
            env = {k: v for k, v in kwargs["env"].items() if k not in NOT_FOR_KERNELS}
            env["IPYTHONDIR"] = str(self.folder)  # no start-up files of the person who grades
            env["TMPDIR"] = str(self.folder)  # what a killed DataLoader leaves there goes with it
        else:
            env = sandbox.environment(kwargs["env"])
            # A link is copied as a link: what it points to is looked up inside.
            # Of nbgrader's own folder not the notebook, which has hidden tests and marking schemes.
            notebooks = shutil.ignore_patterns("*.ipynb")
            shutil.copytree(folder, self.folder / "files", symlinks=True, ignore=notebooks)
            sandbox.give(self.folder)
            request |= {"jail": str(self.folder), "kept": sandbox.kept(), "limits": limits}
        self.kernel = processes.fork(request | {"env": env}, sandboxed=limits is not None)
        return self.connection_info

    async def cleanup(self, restart: bool = False) -> None:
        if self.kernel is not None:
            await self.kill()
            self.kernel.forget()
            self.kernel = None
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = None


class WarmManager(AsyncKernelManager):
    """A kernel manager whose kernels are warm, whatever kernel the notebook names.

    Args:
        limits: those of `jail.enter`, for a kernel in the sandbox; None: a kernel outside it.
    """

    def __init__(self, limits: dict[str, int] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.limits = limits
        self.transport = "ipc"
        self.provisioner = WarmProvisioner(parent=self, kernel_spec=self.kernel_spec)

    @property
    def kernel_spec(self) -> KernelSpec:
        # By message, since a signal cannot reach a kernel inside a sandbox.
        return KernelSpec(argv=[], display_name="Warm Python", language="python", interrupt_mode="message")


@functools.cache
def _import_path():
    """Where a new interpreter would look for modules, without its first entry, the folder."""
    ask = "import sys; print(*sys.path[1:], sep='\\n')"
    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    return answer.stdout.splitlines()
