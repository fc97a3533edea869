"""JupyterLab on the lessons, in a folder of the student's own."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

# JupyterLab's own defaults, but for these: long messages in graded cells are wrapped, not cut off, nobody
# is asked whether to fetch news, the instructor's parts of nbgrader are switched off, and Validate's window
# is wide enough for its words.  What students set themselves goes before.
SETTINGS = Path(__file__).with_name("jupyterlab")
HANDOUT, SETTINGS_OF_NBGRADER = Path(__file__).with_name("handout"), "nbgrader_config.py"


class LabError(RuntimeError):
    """JupyterLab cannot be opened; the message says why in one sentence."""


def work(release: Path, folder: Path) -> Path:
    """Copy released lessons into a student's folder; what is there already stays as it was left.

    Args:
        release: the folder of released lessons.
        folder: the student's, ``work/`` of this repository.

    Returns:
        The student's folder.

    Raises:
        LabError: no lesson has been released.
    """
    lessons = sorted(path.parent for path in release.glob("*/*.ipynb"))
    if not lessons:
        raise LabError("no lesson has been released: run make release first")
    for lesson in lessons:
        if not (folder / lesson.name).exists():
            shutil.copytree(lesson, folder / lesson.name)
    # Validate looks for it where the server runs, nbgrader's command where it is called.
    for place in (folder, *(folder / lesson.name for lesson in lessons)):
        shutil.copy(HANDOUT / SETTINGS_OF_NBGRADER, place)
    return folder


def place() -> Path:
    """Where a student's lessons lie: the folder of a kit, or ``work/`` of this repository."""
    if not find_spec("course.grading"):  # a student's copy of the package
        return Path.cwd()
    from course.grading import directory

    return work(directory.RELEASE, directory.ROOT / "work")


def check_port(port: int) -> None:
    """Raise LabError when something listens on the port already."""
    with socket.socket() as probe:
        # As Jupyter's own socket does on systems where this does not mean to share a port: a port
        # that a closed server just left is free.
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OverflowError:
            raise LabError(f"a port is a number from 1 to 65535, not {port}") from None
        except OSError:
            raise LabError(
                f"port {port} is in use, perhaps by another JupyterLab: close that one, or name "
                f"another port, for example: course lab --port {port + 1}"
            ) from None


def command(folder: Path, port: int, more: Sequence[str] = ()) -> list[str]:
    """The command line of a JupyterLab whose root is the student's folder.

    Raises:
        LabError: no lesson lies there.
    """
    notebooks = sorted(folder.glob("*/*.ipynb"))
    if not notebooks:
        raise LabError(f"there is no lesson in {folder}: go to the folder that holds the lessons")
    first = notebooks[0].relative_to(folder).as_posix()
    return [
        sys.executable, "-m", "jupyterlab", f"--port={port}", "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={folder}", f"--LabApp.default_url=/lab/tree/{first}",
        f"--LabApp.app_settings_dir={SETTINGS}",
        f"--LabApp.extra_labextensions_path={SETTINGS / 'labextensions'}", *more,
    ]  # fmt: skip


def open_lab(port: int = 8888, more: Sequence[str] = ()) -> None:
    """Replace this process by JupyterLab on the student's lessons; does not return.

    Args:
        port: where it listens, on this machine only.
        more: further arguments for JupyterLab, for example ``--no-browser``.

    Raises:
        LabError: the port is in use, or there is no lesson.
    """
    check_port(port)
    folder = place()
    line = command(folder, port, more)
    print(f"Opening the lessons in {folder}.", flush=True)
    os.chdir(folder)
    if os.name == "posix":
        os.execv(sys.executable, line)
    # Windows would return to the prompt at once, with JupyterLab still at work.
    sys.exit(subprocess.call(line))
