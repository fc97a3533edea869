"""JupyterLab on the released lessons, in a folder of the student's own."""

import os
import shutil
import socket
import sys
from pathlib import Path

from course.grading import directory

WORK = directory.ROOT / "work"
# JupyterLab's own defaults, but for two: long messages in graded cells are wrapped, not cut off, and
# nobody is asked whether to fetch news.  What students set themselves goes before.
SETTINGS = Path(__file__).with_name("jupyterlab")


class LabError(RuntimeError):
    """JupyterLab cannot be opened; the message says why in one sentence."""


def copy_lessons():
    """Copy released lessons to ``work/``; what is there already stays as the student left it."""
    for lesson in sorted(p.parent for p in directory.RELEASE.glob("*/*.ipynb")):
        if not (WORK / lesson.name).exists():
            shutil.copytree(lesson, WORK / lesson.name)
    return sorted(WORK.glob("*/*.ipynb"))


def check_port(port):
    """Raise LabError when something listens on the port already."""
    with socket.socket() as probe:
        # As Jupyter's own socket does: a port that a closed server just left is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise LabError(
                f"port {port} is in use, perhaps by another JupyterLab: close that one, or name "
                f"another port, for example: make lab PORT={port + 1}"
            ) from None


def open_lab(port=8888, more=()):
    """Replace this process by JupyterLab on the first lesson; does not return.

    Args:
        port: where it listens, on this machine only.
        more: further arguments for JupyterLab, for example ``--no-browser``.
    """
    check_port(port)
    notebooks = copy_lessons()
    if not notebooks:
        raise LabError("no lesson has been released: run make release first")
    os.chdir(directory.ROOT)
    first = notebooks[0].relative_to(directory.ROOT)
    print(f"Opening {first}. Your work stays in {WORK.relative_to(directory.ROOT)}/.", flush=True)
    command = [sys.executable, "-m", "jupyterlab", f"--port={port}", "--ServerApp.port_retries=0"]
    place = [f"--ServerApp.root_dir={directory.ROOT}", f"--LabApp.default_url=/lab/tree/{first}"]
    settings = [f"--LabApp.app_settings_dir={SETTINGS}"]
    os.execv(sys.executable, [*command, *place, *settings, *more])
