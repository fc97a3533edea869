"""Warm kernels: like any other kernel to the notebook, and gone without a trace afterwards."""

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time

import pytest
from helpers.tiny import code, lesson
from traitlets.config import Config

from course.grading import execute as module
from course.grading.execute import execute
from course.grading.kernels.kernel import WarmManager
from course.grading.kernels.processes import can_fork
from course.grading.marks import marks

pytestmark = pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux only")

ENV = {"PATH": os.environ["PATH"], "NBGRADER_EXECUTION": "autograde"}
RANDOM = "import random, numpy, torch\nrandom.random(), numpy.random.rand(), torch.rand(1).item()"


@pytest.fixture(scope="module", autouse=True)
def warm(tmp_path_factory):
    """Start the warm process, whatever test comes first; it keeps a temporary folder until the end."""
    execute(code(), tmp_path_factory.mktemp("warm"))


@pytest.fixture
def place(monkeypatch):
    """A short temporary folder (paths of sockets are limited), which must be empty in the end."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield folder
        assert os.listdir(folder) == []


def values(notebook):
    """The value that each cell shows, or the name of its error."""
    last = [cell.outputs[-1] if cell.outputs else {} for cell in notebook.cells]
    return [output.get("ename") or output.get("data", {}).get("text/plain") for output in last]


def gone(pid):
    """Whether a process ends within 5 s: it does not exist, not even as a zombie."""
    for _ in range(100):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, 0)
            time.sleep(0.05)
            continue
        return True
    return False


def test_modules_are_warm_and_random_states_fresh(tmp_path):
    notebook = code("import sys\n'torch' in sys.modules", RANDOM, "torch.get_num_threads()")
    env = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}
    (warm, first, threads), (_, second, _) = (values(execute(notebook, tmp_path, env)) for _ in range(2))
    assert (warm, threads) == ("True", "1")
    assert not set(eval(first)) & set(eval(second)), "two kernels drew the same random numbers"
    assert notebook.cells[1].outputs == [], "the notebook that was given has changed"


def test_environment_is_the_given_one(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET", "of the grader")  # HOME is of the warm process
    notebook = code(
        "import os, sys, subprocess, tempfile",
        "os.environ.get('SECRET'), os.environ.get('HOME'), os.environ['NBGRADER_EXECUTION']",
        "os.getcwd()",
        "[p for p in sys.path if 'tests' in p], 'pytest' in ' '.join(sys.argv)",
        "import torch\ny = torch.rand(999, 999) @ torch.rand(999, 999)\ntorch.get_num_threads()",
        "tempfile.gettempdir() == os.environ['TMPDIR']",
        # A thread of the warm process would be missing in the kernel, its locks would not.
        "len(os.listdir(f'/proc/{os.getppid()}/task'))",
    )
    shown = values(execute(notebook, tmp_path, env={**ENV, "OMP_NUM_THREADS": "3"}))
    assert shown[1:] == ["(None, None, 'autograde')", repr(str(tmp_path)), "([], False)", "3", "True", "1"]


def test_environment_is_that_of_the_grader_if_none_is_given(tmp_path, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    names = "'PATH' in os.environ, os.environ['NBGRADER_EXECUTION'], 'PYTEST_CURRENT_TEST' in os.environ"
    assert values(execute(code(f"import os\n{names}"), tmp_path)) == ["(True, 'validate', False)"]


def test_pictures_subprocesses_and_workers_as_in_any_kernel(tmp_path):
    notebook = code(
        "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
        # ipykernel reads what subprocesses write from a thread: in any kernel it may come late.
        "import subprocess, time\n_ = subprocess.run(['echo', 'from a subprocess'])\ntime.sleep(1)",
        "from torch.utils.data import DataLoader\nlen(list(DataLoader(range(4), num_workers=2)))",
        "import multiprocessing\nprint(multiprocessing.get_start_method())",
    )
    notebook.metadata.kernelspec = {"name": "no-such-kernel", "display_name": "None"}
    picture, echo, workers, method = execute(notebook, tmp_path).cells
    assert "image/png" in picture.outputs[-1].data
    assert echo.outputs[0].text == "from a subprocess\n"
    assert workers.outputs[-1].data["text/plain"] == "4"
    assert method.outputs[0].text.strip() == multiprocessing.get_start_method()


def test_an_error_stays_in_its_cell(tmp_path):
    assert values(execute(code("x = 1", "1 / 0", "x"), tmp_path)) == [None, "ZeroDivisionError", "1"]


def test_a_cell_that_takes_too_long_is_interrupted(tmp_path):
    notebook = execute(code("x = 1", "while True: pass", "x"), tmp_path, timeout=1)
    assert values(notebook) == [None, "CellTimeoutError", "1"]


def test_a_cell_that_ignores_the_interrupt_is_killed(tmp_path, place):
    stubborn = """import os, time
print(os.getpid(), flush=True)
while True:
    try:
        time.sleep(9)
    except KeyboardInterrupt:
        pass"""
    notebook = execute(code(stubborn, "1"), tmp_path, timeout=1, config=Config(WarmExecute={"quiet_time": 1}))
    first, second = (cell.outputs[-1].evalue for cell in notebook.cells)
    assert first == "The kernel could not be interrupted while this cell ran."
    assert second == "Not run, because the kernel could not be interrupted in an earlier cell."
    assert gone(int(notebook.cells[0].outputs[0].text))


@pytest.mark.parametrize(
    ("last_words", "reason"),
    [("os._exit(3)", "exit code 3"), ("os.kill(os.getpid(), 11)", "ended by SIGSEGV")],
)
def test_a_kernel_that_dies_earns_nothing_and_says_why(tmp_path, place, last_words, reason):
    notebook = lesson()
    notebook.cells[1].source += f"\nimport os; {last_words}"
    notebook = execute(notebook, tmp_path)
    assert notebook.cells[1].outputs[-1].evalue == f"The kernel died ({reason}) while this cell ran."
    assert {mark.points for mark in marks(notebook).values()} == {0}
    assert all(f"the kernel died ({reason})" in m.message for m in marks(notebook).values())


def test_a_dead_kernel_does_not_stop_the_next_notebook(tmp_path):
    runner = module.WarmExecute()
    resources = {"metadata": {"path": str(tmp_path)}}
    runner.preprocess(code("import os\nos._exit(0)"), resources)
    assert values(runner.preprocess(code("1"), resources)[0]) == ["1"]


def test_nothing_is_left_behind(tmp_path, place):
    start = """import os, subprocess, tempfile
def start(*command, **how):
    return int(subprocess.Popen(command, stdout=subprocess.PIPE, **how).stdout.readline())
folder = tempfile.mkdtemp()
sleep = "echo $$; exec sleep 1000"
folder, [os.getpid(), start("sh", "-c", sleep), start("sh", "-c", sleep, start_new_session=True),
 start("sh", "-c", f"setsid sh -c '{sleep}' &")]"""
    folder, pids = eval(values(execute(code(start), tmp_path))[0])
    assert not os.path.exists(folder)
    assert len(pids) == 4
    assert [pid for pid in pids if not gone(pid)] == []


def test_an_interrupted_grader_leaves_nothing_running(tmp_path):
    """Killed, it cannot clean up: the warm process and the kernel must notice by themselves."""
    cell = """import os, sys
sys.__stderr__.write('noise')
os.system('echo noise >&2')
with open('pids', 'w') as file:
    print(os.getpid(), os.getppid(), file=file)
while True:
    pass"""
    script = f"""
import asyncio
from course.grading.kernels import kernel, processes
processes.PRELOAD = []  # cold, for speed
async def main():
    manager = kernel.WarmManager()
    await manager.start_kernel(cwd={str(tmp_path)!r})
    client = manager.client()
    client.start_channels()
    client.execute({cell!r})
    await asyncio.sleep(60)
print("begin", flush=True)  # once: a main script without a guard must not run again
asyncio.run(main())
"""
    path = tmp_path / "script.py"
    path.write_text(script)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(tmp_path)}
    grader = subprocess.Popen(
        [sys.executable, path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env
    )
    for _ in range(400):
        if (tmp_path / "pids").exists() and (tmp_path / "pids").read_text().endswith("\n"):
            break
        assert grader.poll() is None, grader.stdout.read()
        time.sleep(0.05)
    grader.send_signal(signal.SIGKILL)
    assert grader.communicate()[0] == "begin\n", "a kernel wrote to the grader's terminal"
    kernel, warm = map(int, (tmp_path / "pids").read_text().split())
    assert gone(kernel)
    assert gone(warm)


def test_notebooks_run_side_by_side(tmp_path):
    shown = {}
    threads = [
        threading.Thread(target=lambda n=n: shown.update({n: values(execute(code(f"{n}"), tmp_path))}))
        for n in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert shown == {0: ["0"], 1: ["1"], 2: ["2"]}


@pytest.mark.parametrize("linux", [True, False])
def test_without_fork_the_stock_kernel_is_used(monkeypatch, linux):
    monkeypatch.setattr(module, "can_fork", lambda: linux)
    manager = module.WarmExecute(kernel_name="python3").create_kernel_manager()
    assert isinstance(manager, WarmManager) == linux
