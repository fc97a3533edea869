"""Students work on Windows and macOS too: what differs there, as far as it can be tested on Linux."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from course.command import kit
from course.grading.directory import ROOT
from course.probe.logs import logged, stories, writing

# What students run: the rooms that notebooks import, and their part of the command.
COMMAND = [ROOT / "course" / "command" / name for name in kit.COMMAND if name.endswith(".py")]
ROOMS = [
    path
    for path in sorted((ROOT / "course").rglob("*.py"))
    if path.relative_to(ROOT / "course").parts[0] not in ("command", "grading", "lessons")
]
MODULES = [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
           for path in [*ROOMS, *COMMAND]]  # fmt: skip
# Of the standard library, but not on Windows; and of `os` and `signal`, not on Windows or macOS.
POSIX_MODULES = "crypt fcntl grp nis ossaudiodev pty pwd readline resource spwd syslog termios tty"
POSIX_NAMES = re.compile(
    r"fork|forkpty|get(e?[ug]id|pg(id|rp)|sid|loadavg)|set[ug]?id|setsid|killpg|mkfifo|uname|nice|wait[34]|"
    r"sched_\w+|pidfd_open|memfd_create|alarm|setitimer|pthread_\w+|"
    r"SIG(KILL|ALRM|HUP|USR[12]|CHLD|CONT|STOP)"
)
# Their own business, and loaded before anything is taken away.
LIBRARIES = "torch torchvision torch.utils.tensorboard matplotlib.pyplot mlxtend.data IPython.display tqdm " \
            "nbgrader.preprocessors"


def python(script, *arguments, **more):
    run = subprocess.run(
        [sys.executable, *arguments, script], cwd=ROOT, capture_output=True, text=True, **more
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def nodes(kind):
    """Each node of a kind in what students run, and where it stands."""
    for path in [*ROOMS, *COMMAND]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, kind):
                yield node, f"{path.relative_to(ROOT)}:{node.lineno}"


def test_everything_imports_without_what_only_posix_has():
    python(
        f"""
import importlib, sys
for name in {LIBRARIES!r}.split():
    importlib.import_module(name)
sys.modules.update(dict.fromkeys({POSIX_MODULES!r}.split()))
for name in {MODULES}:
    importlib.import_module(name)
""",
        "-c",
    )


def test_nothing_of_os_and_signal_that_only_posix_has():
    used = [(where, node.attr) for node, where in nodes(ast.Attribute)
            if isinstance(node.value, ast.Name) and node.value.id in ("os", "signal")]  # fmt: skip
    assert used and not [place for place in used if POSIX_NAMES.fullmatch(place[1])]


def test_every_text_file_is_opened_with_an_encoding():
    """Windows has one of its own, and the course's texts have −, → and ×."""
    found = []
    for node, where in nodes(ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", None))
        of = getattr(getattr(node.func, "value", None), "id", None)
        if name in ("read_text", "write_text") or (name == "open" and of not in ("Image", "gzip", "os")):
            binary = any(isinstance(a, ast.Constant) and "b" in str(a.value) for a in node.args[:2])
            if not binary and "encoding" not in {keyword.arg for keyword in node.keywords}:
                found.append(where)
    assert found == []


def test_no_place_of_one_system_is_written_down():
    absolute = re.compile(r"(/(tmp|dev|proc|home|usr|var|etc)\b|~/|[A-Za-z]:\\)")
    texts = [(node.value, where) for node, where in nodes(ast.Constant) if isinstance(node.value, str)]
    assert not [found for found in texts if absolute.match(found[0])]


def test_names_of_files_are_allowed_on_windows():
    """Not longer than it takes beside a user's own path, without its forbidden characters and names."""
    for path in [*ROOMS, *COMMAND, *(ROOT / "release").rglob("*.ipynb")]:
        for part in path.relative_to(ROOT).parts:
            assert re.fullmatch(r"[a-z0-9_.]+", part) and part.split(".")[0] not in (
                "con",
                "prn",
                "aux",
                "nul",
            )
        assert len(str(path.relative_to(ROOT))) < 80


SPAWN = """
import multiprocessing

from course import data, device


def look(batches, images, results):
    method, batch = multiprocessing.get_start_method(), next(iter(batches))
    results.put([method, device.choose().type, len(batch), len(images)])


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    results = multiprocessing.Queue()
    images, _ = data.digits()
    worker = multiprocessing.Process(target=look, args=(data.batches(images, 100), images, results))
    worker.start()
    print(*results.get(timeout=100))
    worker.join()
"""


def test_a_spawned_process_has_the_course_too(tmp_path):
    """Windows and macOS do not fork: a worker imports everything anew, and its arguments are pickled."""
    script = tmp_path / "spawned.py"
    script.write_text(SPAWN, encoding="utf-8")
    shown = python(
        str(script), env={**os.environ, "COURSE_DEVICE": "cpu", "PYTHONPATH": str(ROOT)}, timeout=240
    )
    assert shown == "spawn cpu 100 4500\n"


@pytest.fixture
def windows(monkeypatch):
    """As on Windows, no file can be deleted that this process has open."""
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("needs /proc to know which files are open")
    unlink = os.unlink

    def refuse(path, *, dir_fd=None):
        found = os.stat(path, dir_fd=dir_fd, follow_symlinks=False)
        for entry in os.listdir("/proc/self/fd"):
            try:
                there = os.stat(f"/proc/self/fd/{entry}")
            except OSError:  # closed since, as the list itself
                continue
            if (there.st_dev, there.st_ino) == (found.st_dev, found.st_ino):
                raise PermissionError(13, "is being used by another process", str(path))
        unlink(path, dir_fd=dir_fd)

    monkeypatch.setattr(os, "unlink", refuse)


def test_event_files_are_read_and_deleted(windows):
    read = writing.written("log", lambda writer: writer.add_scalar("a", 1.0, 0))
    assert read["."].scalars == {"a": [(0, 1.0)]}
    told = {"one": stories.story([2.0]), "other": stories.story([1.0])}
    assert stories.judged(lambda folder: sorted(os.listdir(folder))[0], told) in told


def test_who_stops_in_the_middle_of_a_run_reads_why(windows):
    """And no word of temporary folders: a writer still at work would look for its own in vain."""
    writers = []

    def train_logged(root, name, settings, loader, look, device):
        writers.append(globals()["open_writer"](root, name))
        raise ValueError("a mistake of the student's")

    with pytest.raises(AssertionError, match="a mistake of the student's"):
        logged.logged_training(train_logged)
    assert writers[0].file_writer is None, "it is still open"


def test_the_stand_in_for_windows_refuses(windows, tmp_path):
    with (tmp_path / "open").open("wb"), pytest.raises(PermissionError):
        (tmp_path / "open").unlink()
    (tmp_path / "open").unlink()
