"""The outer wall: the warm process, and with it every kernel, lives inside bubblewrap.

Inside there is no network, no home folder and no environment of the person who grades; of the
files only the system's, the interpreter's and the package ``course`` can be seen, and none can be
written.  One folder is shared with the grader, for the kernels' sockets and files.  What stands
between one notebook and the next is `course.grading.kernels.jail`.
"""

import functools
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import course

HOME = "/home/student"  # of each notebook, which lies there
NOBODY = 65534  # who runs students' code where root grades
PACKAGE = Path(course.__file__).resolve().parent
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
SETTINGS = ["/etc/" + n for n in ("alternatives", "fonts", "group", "ld.so.cache", "localtime", "passwd")]
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": HOME,
    "LANG": "C.UTF-8",
    "USER": "student",
    "PYTHONDONTWRITEBYTECODE": "1",
}
# What a grader may hand on to a notebook; everything else could be a secret.
HANDED_ON = ("LANG", "LC_ALL", "TZ", "OMP_NUM_THREADS", "NBGRADER_EXECUTION", "MPLBACKEND")


class SandboxError(RuntimeError):
    """Hand-ins cannot be run safely on this machine; the sentence says what to do."""


def command(shared: str | Path) -> list[str]:
    """The beginning of a command line that runs a program inside the sandbox.

    Args:
        shared: folder that the grader and the sandbox share; both can write it.

    Raises:
        SandboxError: bubblewrap is not installed, or the course directory can be seen inside.
    """
    for root in (PACKAGE.parent, Path.cwd()):
        refuse(root)
    program = shutil.which("bwrap")
    if program is None:
        raise SandboxError(
            "Hand-ins run in a sandbox, but bubblewrap is not installed: install your system's package "
            "bubblewrap, or set c.WarmExecute.sandbox = False to run students' code with your own rights."
        )
    line = [program, *_namespaces(), "--die-with-parent", "--new-session", "--clearenv"]
    # There is nothing else to write to; and the package is found wherever it lies, installed or not.
    for name, value in (ENVIRONMENT | {"TMPDIR": HOME, "PYTHONPATH": str(PACKAGE.parent)}).items():
        line += ["--setenv", name, value]
    line += ["--dir", "/tmp", "--perms", "0777", "--tmpfs", HOME]
    seen = (*SYSTEM, *SETTINGS, *_interpreter(), str(PACKAGE))
    for folder in sorted({str(parent) for path in (*seen, shared) for parent in Path(path).parents} - {"/"}):
        line += ["--perms", "0755", "--dir", folder]  # else nobody but root might pass through
    for path in seen:
        if os.path.islink(path) and path in SYSTEM:
            line += ["--symlink", os.readlink(path), path]
        elif os.path.exists(path):
            line += ["--ro-bind", path, path]
    line += ["--bind", str(shared), str(shared), "--proc", "/proc", "--dev", "/dev"]
    return [*line, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/", *_become_nobody()]


def refuse(root: str | Path) -> None:
    """Raise `SandboxError` if the course directory ``root`` lies where every notebook could read it."""
    root = Path(root).resolve()
    for shown in (*SYSTEM, *_interpreter()):
        if root.is_relative_to(Path(shown).resolve()) and _has_secrets(root):
            raise SandboxError(
                f"Hand-ins could read the solutions: the course directory {root} lies in {shown}, which "
                "every notebook needs. Move the one or the other."
            )


def _has_secrets(root):
    return any((root / name).is_dir() for name in ("source", "gradebook", "submitted"))


def _namespaces():
    if os.geteuid() != 0:
        return ["--unshare-all"]
    kept = ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_SETPCAP"]
    return [f"--unshare-{name}" for name in ("ipc", "pid", "net", "uts", "cgroup-try")] + kept


def _become_nobody():
    """What root puts before a program: the system does not hold root to a limit of processes."""
    if os.geteuid() != 0:
        return []
    drop = ["--clear-groups", "--bounding-set=-all", "--inh-caps=-all"]
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", *drop]


def give(folder: str | Path) -> None:
    """Let the sandbox own a folder and all in it."""
    if os.geteuid() == 0:
        for place, _, names in os.walk(folder):
            for path in (place, *(os.path.join(place, name) for name in names)):
                os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


def launcher(shared: str | Path) -> str:
    """An executable file in ``shared`` that runs this Python inside the sandbox; its path."""
    line = shlex.join([*command(shared), sys.executable])
    script = Path(shared) / "python"
    script.write_text(f'#!/bin/sh\nexec {line} "$@"\n')
    script.chmod(0o700)
    return str(script)


@functools.cache
def check() -> None:
    """Try the sandbox once; raises `SandboxError` if a notebook could not be locked in on this machine."""
    with tempfile.TemporaryDirectory(prefix="sandbox-", dir="/tmp") as shared:
        give(shared)
        line = [*command(shared), sys.executable, "-m", "course.grading.kernels.jail", shared]
        done = subprocess.run(line, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        words = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise SandboxError(
            f"Hand-ins run in a sandbox, but this machine does not let bubblewrap make one ({words}): allow "
            "unprivileged user namespaces, or set c.WarmExecute.sandbox = False to run students' code with "
            "your own rights."
        )


def environment(wish: Mapping[str, str]) -> dict[str, str]:
    """Of a notebook's wished environment, what the sandbox lets in, with a home of its own."""
    return ENVIRONMENT | {name: wish[name] for name in HANDED_ON if name in wish}


def kept() -> list[str]:
    """The folders in /tmp that a notebook must still see when it gets a /tmp of its own."""
    return [path for path in (*_interpreter(), str(PACKAGE)) if path.startswith("/tmp/")]


def _interpreter():
    """The folders of the interpreter and of its packages, where they are not the system's."""
    return sorted(path for path in {sys.prefix, sys.base_prefix} if not path.startswith("/usr"))
