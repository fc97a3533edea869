"""What a notebook may put out and how long it may take: the grader is neither filled nor stalled."""

import os

import pytest
from helpers import tiny
from helpers.tiny import code
from nbformat.v4 import new_code_cell, new_output

from course.grading.execute import WarmExecute
from course.grading.kernels import messages
from course.grading.kernels.processes import can_fork
from course.grading.marks import marks
from course.grading.outputs import Allowance, settle

pytestmark = pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux only")

ENV = {"PATH": os.environ["PATH"], "NBGRADER_EXECUTION": "autograde", "OMP_NUM_THREADS": "1"}


def run(notebook, folder, **settings):
    runner = WarmExecute(env=ENV, **{"timeout": 120} | settings)
    return runner.preprocess(notebook, {"metadata": {"path": str(folder)}})[0].cells


def text(cell):
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


def test_a_cell_that_shows_much_is_cut_and_the_next_ones_run(tmp_path):
    publish = "from IPython.display import display, HTML\n"
    lines, flushed, picture, many, error, last = run(code(
        "for n in range(100_000):\n    print(n)",
        "for n in range(3000):\n    print('x' * 100, flush=True)",
        publish + "display(HTML('a')); display(HTML('x' * 6_000_000)); display(HTML('b'))",
        publish + "for n in range(150):\n    display(HTML('a'))",
        "print('x' * 300_000)\nraise ValueError('y' * 300_000)",
        "1",
    ), tmp_path)  # fmt: skip
    assert 200_000 < len(text(lines)) < 200_200
    assert text(lines).endswith("this cell's output was left out: more than 200 kB of text.]\n")
    assert len(lines.outputs) == 2
    assert 200_000 < len(text(flushed)) < 200_200 and len(flushed.outputs) == 2
    assert [o.data["text/html"] for o in picture.outputs if "data" in o] == ["a", "b"]
    assert "more than 5 MB" in text(picture)
    assert len(many.outputs) == 101 and "more than 100 outputs" in text(many)
    assert error.outputs[-1].ename == "ValueError" and len(error.outputs[-1].evalue) == 50_000
    assert last.outputs[0].data["text/plain"] == "1"


def test_a_thread_that_prints_for_ever_does_not_stall_what_follows(tmp_path):
    start = "import threading\ndef talk():\n    while True:\n        print('x' * 1000)\n"
    *_, slow, last = run(code(
        start + "threading.Thread(target=talk, daemon=True).start()",
        "import time\ntime.sleep(1)",
        "'still here'",
    ), tmp_path)  # fmt: skip
    # What the thread prints may come before it or after it.
    assert "'still here'" in [o.data["text/plain"] for o in last.outputs if "data" in o]
    assert len(text(slow)) < 200_200


def test_one_output_that_is_too_long_costs_its_cell_alone(tmp_path):
    show = "from IPython.display import display, HTML\ndisplay(HTML('x' * 101_000_000))"
    long, printed, after = run(code(show, "print('x' * 101_000_000)", "1"), tmp_path)
    assert long.outputs[-1].evalue == "an output of 101 MB is too long to be shown"
    assert "more than 200 kB of text" in text(printed)
    assert after.outputs[-1].data["text/plain"] == "1"


def test_a_message_that_is_too_long_all_the_same_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "LONGEST", 10_000_000)
    show = "from IPython.display import display, HTML\ndisplay(HTML('x' * 20_000_000))"
    long, after = run(code(show, "1"), tmp_path, quiet_time=1)
    assert "output was lost" in long.outputs[-1].evalue
    assert after.outputs[-1].output_type == "error"


def message(kind, **content):
    return {"msg_type": kind, "content": content}


def test_the_whole_notebook_is_limited_too():
    allowance, shown = Allowance(), []
    for _ in range(10):
        allowance.begin_cell()
        picture = message("display_data", data={"image/png": "x" * 4_900_000})
        shown.append(allowance.grant(picture, cut := []))
    assert shown == [True] * 6 + [False] * 4
    assert "more than 30 MB in all" in cut[0].text
    assert allowance.grant(message("error", ename="E", evalue="e", traceback=["t"]), [])


def test_of_many_errors_some_are_kept():
    allowance = Allowance()
    shown = [allowance.grant(message("error", ename="E", evalue="e", traceback=[]), []) for _ in range(50)]
    assert shown == [True] * 10 + [False] * 40


def test_an_error_counts_whatever_else_a_cell_shows(tmp_path):
    """A result before it would be taken for partial credit, and a cleared output is gone."""
    kernel = "kernel = get_ipython().kernel\ndef send(kind, **content):\n"
    kernel += "    kernel.session.send(kernel.iopub_socket, kind, content, kernel.get_parent())\n"
    notebook = tiny.lesson()
    double, value, zero = notebook.cells[1:4]
    double.source = kernel + (
        "def double(x):\n"
        "    send('execute_result', data={'text/plain': '1'}, metadata={}, execution_count=1)\n"
        "    return 7\n"
        "get_ipython().events.register('post_run_cell', lambda result: send('clear_output', wait=False))"
    )
    run(notebook, tmp_path)
    assert [marks(notebook)[cell.id].points for cell in (value, zero)] == [0, 0]
    assert value.outputs[-1].evalue == "double(3) is 7, not 6: was x added once?"


def test_partial_credit_is_a_cells_own_last_value():
    def settled(source, *values):
        data = [{} if value is None else {"text/plain": value} for value in values]
        results = [new_output("execute_result", data=each, execution_count=1) for each in data]
        cell = new_code_cell(source, outputs=results, metadata={"nbgrader": {"points": 2}})
        settle(cell)
        return [output.output_type for output in cell.outputs]

    assert settled("assert True\n0.5", "0.5") == ["execute_result"]
    assert settled("assert True", "0.5") == ["display_data"]
    assert settled("assert True\nf()", "0.5", "1") == ["display_data", "execute_result"]
    for value in ("1000", "inf", "-1", "nan", "many"):  # nbgrader gives the hand-in up, or all points
        assert settled("assert True\nf()", value) == ["display_data"]
    assert settled("assert True\nf()", None) == ["display_data"]


def test_a_hand_in_that_takes_too_long_in_all(tmp_path):
    notebook = tiny.lesson()
    notebook.cells[1].source += "\nimport time\ntime.sleep(2)"
    run(notebook, tmp_path, total_time=2)
    reason = "Not run, because the hand-in took longer than 2 s in all."
    assert [cell.outputs[-1].evalue for cell in notebook.cells[2:6]] == [reason] * 4
    assert {mark.points for mark in marks(notebook).values()} == {0}


def test_a_tag_skips_no_cell(tmp_path):
    """nbclient would skip it, and a graded cell without an error earns its points."""
    notebook = code("raise ValueError")
    notebook.cells[0].metadata.tags = ["skip-execution"]
    notebook, _ = WarmExecute().preprocess(notebook, {"metadata": {"path": str(tmp_path)}})
    assert notebook.cells[0].outputs[-1].ename == "ValueError"
