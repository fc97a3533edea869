"""The sandbox: what a hostile notebook cannot see, reach, keep or exhaust, and what a good one can do."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.classroom import until
from helpers.tiny import WHY_NO_SANDBOX, code

from course.grading.directory import ROOT
from course.grading.execute import WarmExecute
from course.grading.kernels import family, processes, sandbox

locked_in = pytest.mark.skipif(bool(WHY_NO_SANDBOX), reason=WHY_NO_SANDBOX)
FORK_BOMB = "import os\nwhile True:\n    os.fork()"


def run(folder, *cells, **limits):
    """Execute the cells in the sandbox; what each shows, or "name: words" of its error."""
    runner = WarmExecute(**{"sandbox": True, "timeout": 60} | limits)
    notebook, _ = runner.preprocess(code(*cells), {"metadata": {"path": str(folder)}})
    return [shown(cell) for cell in notebook.cells]


def shown(cell):
    output = cell.outputs[-1] if cell.outputs else {}
    if "ename" in output:
        return f"{output.ename}: {output.evalue}"
    return output.get("text") or output.get("data", {}).get("text/plain")


@locked_in
def test_a_notebook_works_as_in_any_kernel(tmp_path):
    (tmp_path / "data.txt").write_text("from the hand-in")
    expected = {
        "open('data.txt').read()": "'from the hand-in'",
        "import torch\ntorch.optim.Adam([torch.ones(3, requires_grad=True)]).defaults['lr']": "0.001",
        "from torch.utils.data import DataLoader\nlen(list(DataLoader(range(4), num_workers=2)))": "4",
        "import subprocess\nsubprocess.run(['echo', 'hello'], capture_output=True).stdout": "b'hello\\n'",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2]);": "<Figure size 640x480 with 1 Axes>",
        "open('new', 'w').write('12')": "2",
        "import tempfile\nwith tempfile.TemporaryFile() as file:\n    print(file.write(b'12'))": "2\n",
        "from course import data\nlen(data.digits('train')[0])": "4500",
        "import socket\nserver = socket.create_server(('127.0.0.1', 0))\n"
        "socket.create_connection(server.getsockname()).getpeername()[0]": "'127.0.0.1'",
    }
    assert run(tmp_path, *expected) == list(expected.values())
    assert not (tmp_path / "new").exists(), "a notebook wrote outside the sandbox"


@locked_in
def test_it_sees_nothing_of_the_grader(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET", "of the grader")
    secret = tmp_path / "gradebook.db"
    secret.write_text("marks")
    folder = tmp_path / "hand-in"
    folder.mkdir()
    (folder / "link.db").symlink_to(secret)
    looks = [
        f"open({str(secret)!r})", "open('link.db')", f"open({str(ROOT / 'nbgrader_config.py')!r})",
        f"import os\nos.listdir({str(ROOT / 'source')!r})", f"os.listdir({str(Path.home() / '.ssh')!r})",
    ]  # fmt: skip
    for found in run(folder, *looks):
        assert found.startswith("FileNotFoundError: "), found
    environment, network, processes = run(
        folder,
        "import os\n'SECRET' in os.environ, os.environ['HOME'], os.getcwd()",
        "import socket\nsocket.create_connection(('1.1.1.1', 80), 2)",
        "[name for name in os.listdir('/proc') if name.isdigit()]",
    )
    assert environment == "(False, '/home/student', '/home/student')"
    assert network == "OSError: [Errno 101] Network is unreachable"
    assert processes == "[]"


@locked_in
@pytest.mark.parametrize("place", ["/", "/dev", "/usr", "/proc", "/etc", str(ROOT / "course"), sys.prefix])
def test_it_cannot_write_outside_its_own_folders(tmp_path, place):
    (refused,) = run(tmp_path, f"open({place + '/x'!r}, 'w')")
    assert refused.startswith(("OSError: [Errno 30]", "PermissionError: ", "FileNotFoundError: ")), refused


@locked_in
def test_nothing_is_left_for_the_next_notebook(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir(), second.mkdir()
    leave = """import os, subprocess, time
from multiprocessing import shared_memory
for place in ("/tmp", "/dev/shm", "."):
    open(f"{place}/left", "w").write("x")
shared_memory.SharedMemory("left-memory", create=True, size=10)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True:
            open("/tmp/alive", "w").write(str(time.time()))
            time.sleep(0.1)
    os._exit(0)
print("left")"""
    assert run(first, leave) == ["left\n"]
    look = "import os\n[os.path.exists(f'{p}/left') for p in ('/tmp', '/dev/shm', '.')]"
    assert run(second, look, "os.listdir('/dev/shm')") == ["[False, False, False]", "[]"]
    assert list(first.iterdir()) == []


@locked_in
def test_it_reaches_no_other_process(tmp_path):
    reach = """import ctypes, os
reached = []
for pid in range(3, 3000):
    if pid != os.getpid():
        try:
            os.kill(pid, 0)
            reached.append(pid)
        except ProcessLookupError:
            pass
{os.getsid(pid) for pid in reached} == {os.getpid()}, os.getppid()  # its own threads alone"""
    trace = "ctypes.CDLL(None, use_errno=True).ptrace(16, 1, 0, 0), ctypes.get_errno()"
    kill = "os.kill(1, 9)\nos.kill(-1, 9)"
    seen, killed, traced = run(tmp_path, reach, kill, trace)
    assert (seen, traced) == ("(True, 1)", "(-1, 1)")
    assert killed == "ProcessLookupError: [Errno 3] No such process"
    assert run(tmp_path, "1 + 1") == ["2"]


@locked_in
def test_it_cannot_take_down_its_walls(tmp_path):
    calls = """import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def call(name, *arguments):
    return getattr(libc, name)(*arguments)
call("umount2", b"/proc", 2), call("mount", b"x", b"/tmp", b"tmpfs", 0, None), call("setuid", 0)"""
    nested = """call("unshare", 0x10020000)  # even as the root of a namespace of its own
call("umount2", b"/proc", 2), call("umount2", b"/tmp", 2), call("mount", b"p", b"/proc", b"proc", 0, None)"""
    assert run(tmp_path, calls, nested) == ["(-1, -1, -1)", "(-1, -1, -1)"]


@locked_in
@pytest.mark.parametrize(
    "bomb, limits, words",
    [
        ("x = bytearray(2 * 10**9)", {"memory": 1}, "MemoryError"),
        ("import torch\nx = torch.ones(10**9)", {"memory": 1}, "RuntimeError: "),
        (
            "import os, time\nfor n in range(16):\n    if os.fork() == 0:\n"
            "        x = bytearray(b'x') * 10**8\n        time.sleep(60)\nos.wait()",
            {"memory": 1},
            "it used more than 1.0 GiB of memory",
        ),
        ("import os, time\nfor n in range(200):\n    if os.fork() == 0:\n        time.sleep(60)\nos.wait()",
         {"processes": 50}, "BlockingIOError: "),
        ("with open('big', 'wb') as f:\n    for n in range(200):\n        f.write(bytes(10**6))",
         {"disk": 0.1}, "OSError: [Errno 2"),
        ("for n in range(40):\n    open(f'/tmp/{n}', 'wb').write(bytes(10**7))",
         {"disk": 0.1}, "OSError: [Errno 28]"),
        ("files = [open('/dev/null') for n in range(300)]", {"open_files": 200}, "OSError: [Errno 24]"),
        ("while True: pass", {"cpu_time": 3}, "it used more than 3 s of CPU time"),
    ],
)
def test_a_bomb_loses_its_own_cell_only(tmp_path, bomb, limits, words):
    assert words in run(tmp_path, bomb, **limits)[0]
    assert run(tmp_path, "1 + 1") == ["2"]


@locked_in
def test_a_fork_bomb_is_stopped(tmp_path):
    found = run(tmp_path, FORK_BOMB, processes=50, timeout=5)[0]
    assert found.startswith(("BlockingIOError: ", "DeadKernelError: ", "CellTimeoutError: ")), found
    assert run(tmp_path, "1 + 1") == ["2"]


@locked_in
@pytest.mark.parametrize("last_words, reason", [
    ("import os; os._exit(3)", "exit code 3"),
    ("import ctypes; ctypes.string_at(0)", "ended by SIGSEGV"),
    ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "ended by SIGKILL"),
])  # fmt: skip
def test_a_kernel_that_dies_says_how(tmp_path, last_words, reason):
    died, after = run(tmp_path, last_words, "2")
    assert f"The kernel died ({reason}) while this cell ran" in died
    assert after.startswith("DeadKernelError: Not run")


@locked_in
def test_a_cell_that_takes_too_long_is_interrupted_or_killed(tmp_path):
    found = run(tmp_path, "while True: pass", "2", timeout=1)
    assert found[0].startswith("CellTimeoutError") and found[1] == "2"
    stubborn = "import time\nwhile True:\n    try: time.sleep(9)\n    except BaseException: pass"
    assert "could not be interrupted" in run(tmp_path, stubborn, "2", timeout=1, iopub_timeout=1)[0]


@locked_in
def test_a_warm_process_that_died_is_replaced_inside(tmp_path):
    assert run(tmp_path, "1 + 1") == ["2"]
    warm = processes._warm_process()
    os.kill(warm, signal.SIGKILL)
    os.waitid(os.P_PID, warm, os.WEXITED | os.WNOWAIT)  # until it is dead, it may be asked for a kernel
    (found,) = run(tmp_path, f"open({str(ROOT / 'nbgrader_config.py')!r})")
    assert found.startswith("FileNotFoundError: "), found


@locked_in
def test_a_warm_process_waits_while_the_other_kind_is_asked(tmp_path):
    there = f"import os; os.path.exists({str(ROOT / 'nbgrader_config.py')!r})"
    found = []
    for sandboxed in (True, False, True, False):
        found.append((*run(tmp_path, there, sandbox=sandboxed), processes._warm_process()))
    inside, outside = found[:2]
    assert (inside[0], outside[0]) == ("False", "True") and found[2:] == [inside, outside]


@locked_in
def test_no_process_survives_a_grader_that_is_killed(tmp_path):
    program = f"""
import sys
sys.path[:0] = {[str(Path(__file__).parents[1])]!r}
from helpers.tiny import code
from course.grading.execute import WarmExecute
WarmExecute(sandbox=True, timeout=600).preprocess(
    code("import time\\nwhile True: time.sleep(1)"), {{"metadata": {{"path": "."}}}})
"""
    grader = subprocess.Popen([sys.executable, "-c", program], cwd=tmp_path)
    until(lambda: len(descendants(grader.pid)) >= 5, "the kernel did not start", 60)
    all_of_it = descendants(grader.pid)
    grader.send_signal(signal.SIGKILL)
    grader.wait()
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in all_of_it), "a process is left", 60)


def descendants(pid):
    return family.below({pid}, family.table()) - {pid}


def test_without_bubblewrap_nothing_is_graded(tmp_path, monkeypatch):
    monkeypatch.setattr(sandbox.shutil, "which", lambda name: None)
    with pytest.raises(sandbox.SandboxError, match=r"install .* bubblewrap, or set c\.WarmExecute"):
        sandbox.command(tmp_path)


def test_a_machine_that_allows_no_namespaces_is_told_so(tmp_path, monkeypatch):
    refuses = tmp_path / "bwrap"
    refuses.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    refuses.chmod(0o755)
    monkeypatch.setattr(sandbox.shutil, "which", lambda name: str(refuses))
    with pytest.raises(sandbox.SandboxError, match="No permissions to create new namespace"):
        sandbox.check.__wrapped__()
