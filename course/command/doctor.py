"""``course doctor``: is everything in place?  A line for each thing: ok, or the one thing to do."""

import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from course.command import lab

OLDEST = (3, 11)
EXTENSION = "nbgrader.server_extensions.validate_assignment"


@dataclass(frozen=True)
class Finding:
    """What one look found.

    ``name`` says what was looked at, ``words`` what was found, or the one thing to do; ``level`` is
    "ok", "note" (the course works without it) or "todo".
    """

    name: str
    level: str
    words: str


def report(short: bool = False, port: int = 8888) -> int:
    """Look, and print what was found.

    Args:
        short: print only what is to be done, or one line if all is well.
        port: where JupyterLab will listen.

    Returns:
        The exit status: 0, or 1 if something is to be done.
    """
    findings = []
    for finding in look(port):
        findings.append(finding)
        if not short or finding.level == "todo":
            print(f"{finding.level:5} {finding.name}: {finding.words}", flush=True)
    wrong = [finding for finding in findings if finding.level == "todo"]
    if short and not wrong:
        essence = [finding.words for finding in findings if finding.name in ("Python", "torch", "device")]
        print(f"All is in place: {'; '.join(essence)}.")
    return 1 if wrong else 0


def look(port: int = 8888) -> Iterator[Finding]:
    """Look at one thing after the other; those of graders only where this package grades."""
    looks: list[Callable[[], Finding]] = [_python, _torch, _device, _data, _jupyter, _writing]
    if find_spec("course.grading"):
        looks += [_sandbox, _settings]
    for one in looks:
        yield one()
    yield _port(port)


def _python():
    found = platform.python_version()
    if sys.version_info < OLDEST:
        return Finding("Python", "todo", f"{found} is too old: install 3.11 or newer, and set up again")
    return Finding("Python", "ok", f"Python {found}")


def _torch():
    """A mismatched pair fails on import, in words that help nobody."""
    try:
        import torch
        import torchvision

        torchvision.ops.nms(torch.zeros(1, 4), torch.zeros(1), 0.5)
    except (ImportError, RuntimeError, OSError, AttributeError) as error:
        words = _last_line(error)
        return Finding("torch", "todo", f"torch and torchvision do not fit together ({words}): {_again()}")
    versions = f"torch {torch.__version__} and torchvision {torchvision.__version__}"
    return Finding("torch", "ok", f"{versions} fit together")


def _device():
    try:
        from course import device

        chosen = device.choose()
    except ValueError as error:  # COURSE_DEVICE names none
        return Finding("device", "todo", str(error))
    except (ImportError, RuntimeError, OSError, AttributeError) as error:
        return Finding("device", "todo", f"none, since torch does not work ({_last_line(error)}): {_again()}")
    words = "lessons train on the CPU" if chosen.type == "cpu" else f"lessons train on {chosen}"
    return Finding("device", "ok", words)


def _data():
    try:
        from course import data, metrics

        images, _ = data.digits()
        metrics.confidence(images[:2])
    except Exception as error:  # of numpy, of torch, of the course: whatever is wrong with two files
        return Finding("data", "todo", f"the digits cannot be read ({_last_line(error)}): {_again()}")
    return Finding("data", "ok", f"{len(images):,} training digits, and the classifier that judges")


def _jupyter():
    """JupyterLab, and nbgrader's Validate in it."""
    try:
        import jupyterlab
        from jupyter_core.paths import jupyter_config_path
        from jupyter_server.extension.config import ExtensionConfigManager
    except ImportError as error:
        return Finding("JupyterLab", "todo", f"it cannot be started ({_last_line(error)}): {_again()}")
    if not ExtensionConfigManager(read_config_path=jupyter_config_path()).enabled(EXTENSION):
        words = f"nbgrader's Validate is off: run jupyter server extension enable {EXTENSION}"
        return Finding("JupyterLab", "todo", words)
    return Finding("JupyterLab", "ok", f"JupyterLab {jupyterlab.__version__} with nbgrader's Validate")


def _port(port):
    try:
        lab.check_port(port)
    except lab.LabError as error:
        return Finding("port", "note", str(error))
    return Finding("port", "ok", f"{port} is free")


def _writing():
    """Whether notebooks can be saved where JupyterLab will open."""
    folder = Path.cwd()
    if find_spec("course.grading"):
        from course.grading import directory

        folder = next(path for path in (directory.ROOT / "work", directory.ROOT) if path.is_dir())
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else error
        return Finding("writing", "todo", f"{folder} cannot be written ({reason}): use one of your own")
    return Finding("writing", "ok", f"{folder} can be written")


def _sandbox():
    from course.grading.kernels import processes, sandbox

    if not processes.can_fork():
        return Finding("sandbox", "note", "hand-ins are graded on Linux only; everything else works here")
    try:
        sandbox.check()
    except sandbox.SandboxError as error:
        return Finding("sandbox", "note", f"{error} Only grading needs it.")
    return Finding("sandbox", "ok", "hand-ins can be graded safely")


def _settings():
    from course.grading import directory

    try:
        directory.nbgrader_settings(directory.ROOT)
    except Exception as error:  # whatever a file of Python may raise
        words = f"nbgrader_config.py cannot be read ({_last_line(error)}): mend it"
        return Finding("nbgrader", "todo", words)
    return Finding("nbgrader", "ok", "nbgrader_config.py can be read")


def _again():
    """How to install anew: the repository has a Makefile, a kit has START.md."""
    return "run make setup" if find_spec("course.grading") else "install again as START.md says"


def _last_line(error):
    return (str(error).strip().splitlines() or [type(error).__name__])[-1].rstrip(".")
