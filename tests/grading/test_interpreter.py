"""Nothing that students' code does by accident stops its kernel from answering, or loses what it shows."""

import os
import time

import pytest
from helpers.tiny import code

from course.grading.execute import WarmExecute
from course.grading.kernels.processes import can_fork

pytestmark = pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux only")

ENV = {"PATH": os.environ["PATH"], "NBGRADER_EXECUTION": "autograde", "OMP_NUM_THREADS": "1"}


def run(folder, *sources, **settings):
    """The outputs of each cell."""
    runner = WarmExecute(env=ENV, **{"timeout": 60} | settings)
    notebook, _ = runner.preprocess(code(*sources), {"metadata": {"path": str(folder)}})
    return [cell.outputs for cell in notebook.cells]


@pytest.fixture(scope="module", autouse=True)
def warm(tmp_path_factory):
    """The warm process takes its time to start, whatever test comes first."""
    run(tmp_path_factory.mktemp("warm"), "1")


def value(outputs):
    return outputs[-1].data["text/plain"]


# What takes away a thing that the kernel uses itself, and what must be shown all the same.
TAKEN = {
    "import sys\nsys.stdout = sys.stderr = None": None,
    "import sys\nsys.stdout.close()": None,
    "import sys\nsys.stdout = open('log', 'w')\nsys.stdout.close()": None,
    "import sys\nsys.stdout = 5\n1 / 0": "ZeroDivisionError",
    "import json\njson.dumps = json.loads = json.JSONEncoder = lambda *a, **k: 'nothing'": None,
    "class Silent(Exception):\n    def __str__(self):\n        raise ValueError\nraise Silent": "Silent",
    "class Ends(Exception):\n    def __str__(self):\n        raise SystemExit\nraise Ends": "Ends",
    "class Wordy(Exception):\n    def __str__(self):\n        return 'x' * 50_000_000\nraise Wordy": "Wordy",
    "class Odd(type):\n    __name__ = property(lambda self: 1 / 0)\n"
    "class Nameless(Exception, metaclass=Odd):\n    pass\nraise Nameless": "ZeroDivisionError",
    "raise ValueError('half a character: \\ud800')": "ValueError",
}


@pytest.fixture(scope="module")
def survived(tmp_path_factory):
    """All of them in one notebook, each with two cells behind it."""
    cells = [each for source in TAKEN for each in (source, "print('said')", "'kept'")]
    shown = run(tmp_path_factory.mktemp("taken"), *cells)
    return {source: shown[3 * n : 3 * n + 3] for n, source in enumerate(TAKEN)}


@pytest.mark.parametrize("source", TAKEN, ids=lambda source: source[:40])
def test_a_kernel_answers_without_what_it_uses_itself(survived, source):
    outputs, said, kept = survived[source]
    errors = [output.ename for output in outputs if output.output_type == "error"]
    assert errors == ([TAKEN[source]] if TAKEN[source] else [])
    assert [output.text for output in said] == ["said\n"]
    assert value(kept) == "'kept'"


def test_a_recursion_without_end_is_told_briefly(tmp_path):
    """Before its traceback was cut, such a cell took 13 s, and 65 s on a busy machine."""
    begin = time.monotonic()
    deep, chained, last = run(
        tmp_path,
        "def f(n):\n    return f(n + 1)\nf(0)",
        "def g(n):\n    try:\n        1 / n\n    except ZeroDivisionError:\n        g(n)\ng(0)",
        "'kept'",
    )
    assert time.monotonic() - begin < 20
    for outputs in (deep, chained):
        trace = "\n".join(outputs[-1].traceback)
        assert outputs[-1].ename == "RecursionError"
        assert "are left out" in trace and len(trace) < 20_000
    assert value(last) == "'kept'"


def test_nothing_that_is_shown_fast_is_lost(tmp_path):
    """ZeroMQ drops messages where more than 1,000 wait; here whoever sends them waits."""
    show = "from IPython.display import clear_output, display, update_display\n"
    cleared, updated, many, shown, last = run(
        tmp_path,
        show + "for n in range(1_500):\n    clear_output(wait=True)\n    print(n)",
        show + "handle = display('none', display_id=True)\nfor n in range(4_000):\n    handle.update(n)",
        show + "for n in range(1_000):\n    display(n)",
        "handle.update('seen')\nprint('later')",
        "'kept'",
    )
    assert [output.text for output in cleared] == ["1499\n"]
    assert value(updated) == "'seen'"
    assert [output.data["text/plain"] for output in many[:-1]] == [f"{n}" for n in range(100)]
    assert shown[0].text == "later\n"
    assert value(last) == "'kept'"


def test_a_value_shown_by_a_function_is_not_its_cells_own(tmp_path):
    own, shown, both = run(
        tmp_path,
        "import sys\ndef show():\n    sys.displayhook(1000)\n5",
        "show()",
        "show()\n7",
    )
    assert [output.output_type for output in own] == ["execute_result"]
    assert [output.output_type for output in shown] == ["display_data"]
    assert [output.output_type for output in both] == ["display_data", "execute_result"]
    assert value(both) == "7"


def test_more_threads_than_a_sandbox_allows_processes(tmp_path):
    source = "import torch\ntorch.set_num_threads(500)\nx = torch.ones(2_000, 2_000)\nint((x @ x)[0, 0])"
    (outputs,) = run(tmp_path, source)
    assert value(outputs) == "2000"
