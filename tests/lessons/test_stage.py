"""Cells in forked processes: what a notebook would show of them, whatever they do."""

import os
import tempfile

import psutil
import pytest
import torch
from helpers import tiny
from helpers.classroom import until
from nbformat.v4 import new_notebook

from course.grading.kernels.syscalls import madvise
from course.lessons import cells, pages, stage
from course.lessons.stage import Play

RIGHT = "def double(x):\n    return x + x"
CELLS = ("double-value", "double-zero")


def play(*plays, notebook=None, **how):
    done = dict(stage.play(notebook or tiny.lesson(), plays, **how))
    return [done[number] for number in range(len(plays))]


def error(outputs):
    """The name and the words of the error among a cell's outputs."""
    found = [(output["ename"], output["evalue"]) for output in outputs if output["output_type"] == "error"]
    return found[0] if found else None


def test_an_answer_takes_the_place_of_the_reference():
    right, wrong, reference = play(
        Play("double", RIGHT, CELLS), Play("double", "def double(x):\n    return 7", CELLS),
        Play(cells=(*CELLS, "half-value")),
    )  # fmt: skip
    assert [list(draw) for draw in right.draws] == [list(CELLS)]
    assert not any(error(outputs) for outputs in right.draws[0].values())
    assert error(wrong.draws[0]["double-value"]) == (
        "AssertionError", "double(3) is 7, not 6: was x added once?"
    )  # fmt: skip
    assert list(reference.draws[0]) == [*CELLS, "half-value"]


def test_plays_do_not_feel_each_other(tmp_path):
    spoils = "import builtins, os\nbuiltins.all = None\nopen('here', 'w').close()\ndouble = None"
    looks = f"import builtins, os\nassert builtins.all and not os.path.exists('here')\n{RIGHT}"
    _, after = play(Play("double", spoils, CELLS), Play("double", looks, CELLS), jobs=1)
    assert not error(after.draws[0]["double-value"])


def test_company_shares_a_process_but_no_names():
    leaves = "left = double = lambda x: 7"
    looks = f"import os\nassert 'left' not in globals()\n{RIGHT}\nos._exit(0) if {{}} else None"
    texts = [leaves, looks.format("False"), looks.format("True"), RIGHT]
    played = play(*(Play("double", text, CELLS, company="one") for text in texts))
    assert [one.failed for one in played] == [True, False, True, True]
    assert [one.died for one in played] == [False, False, True, True], "who comes behind knows nothing"
    assert error(played[3].draws[0]["double-zero"]) == error(played[2].draws[0]["double-zero"])
    assert "exit code 0" in error(played[3].draws[0]["double-zero"])[1]
    pid = "import os\nraise KeyError(os.getpid())"
    cell = tiny.graded("pid", ["double"], 1, pid)
    whose = [Play("double", RIGHT, ("pid",), company=name) for name in ("a", "b", "a", "", "")]
    a, b, again, *alone = [error(p.draws[0]["pid"]) for p in play(*whose, notebook=tiny.lesson(cell))]
    assert a == again and len({a, b, *alone}) == 4


def test_several_draws_and_cells_that_run_once():
    (played,) = play(Play("double", RIGHT, CELLS, once=("half-value",), draws=3))
    assert [list(draw) for draw in played.draws] == [[*CELLS, "half-value"], list(CELLS), list(CELLS)]


def test_an_answer_that_takes_long_is_drawn_once():
    slow = "import time\ndef double(x):\n    end = time.process_time() + 0.6\n" \
           "    while time.process_time() < end: pass\n    return 2 * x"  # fmt: skip
    (played,) = play(Play("double", slow, ("double-zero",), draws=3))
    assert len(played.draws) == 1


def test_it_stops_at_the_first_failure_if_asked():
    (played,) = play(Play("double", "double = len", CELLS, stop=True))
    assert list(played.draws[0]) == ["double-value"]


# A GiB that nobody fills: filling it takes more than a second on a slow machine.
HOLDS = "import mmap\nheld = mmap.mmap(-1, 1 << 30, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)\n"


@pytest.mark.parametrize(("text", "words"), [
    ("import os\nos._exit(3)", "The kernel died (exit code 3) while this cell ran."),
    ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "The kernel died (ended by SIGKILL)"),
    ("def double(x):\n    while True: pass", "did not finish within 1 seconds"),
    ("import sys\nsys.exit('enough')", "name 'double' is not defined"),
    ("def double(x):\n    raise KeyError", "KeyError"),
    ("class Odd(Exception):\n    def __str__(self):\n        1 / 0\ndef double(x):\n    raise Odd", "Odd"),
    ("this is no Python", "name 'double' is not defined"),
    ("def double(x):\n    return bytearray(3 << 30)", "MemoryError"),
    (HOLDS + "def double(x):\n    return 7", "double(3) is 7, not 6"),
])  # fmt: skip
def test_whatever_an_answer_does_the_cell_says_why_it_failed(text, words):
    first = ("double-value",)
    bad, good = play(Play("double", text, first), Play("double", RIGHT, first), timeout=1)
    assert words in ": ".join(error(bad.draws[0]["double-value"]))
    assert not error(good.draws[0]["double-value"])


def test_what_ignores_the_time_is_killed(monkeypatch):
    monkeypatch.setattr(stage, "GRACE", 0.5)
    monkeypatch.setattr(cells, "PATIENCE", 1)
    deaf = "import signal\ndef double(x):\n    for number in (signal.SIGALRM, signal.SIGPROF):\n" \
           "        signal.signal(number, print)\n    while True: pass"  # fmt: skip
    (played,) = play(Play("double", deaf, CELLS), timeout=1)
    assert "did not finish" in error(played.draws[0]["double-zero"])[1] and played.died


def test_no_error_that_an_answer_catches_in_passing_lets_it_run_on():
    deaf = "def double(x):\n    while True:\n        try:\n            while True: pass\n" \
           "        except Exception:\n            pass"  # fmt: skip
    (played,) = play(Play("double", deaf, ("double-zero",)), timeout=1)
    assert "did not finish" in error(played.draws[0]["double-zero"])[1] and not played.died


def test_what_one_switches_off_for_good_is_on_for_its_company():
    assert torch.is_grad_enabled()  # here, and so where the plays begin
    off = "import torch\ndef double(x):\n    torch.set_grad_enabled(False)\n    torch.manual_seed(0)"
    asks = "import torch\ndef double(x):\n    raise KeyError(torch.is_grad_enabled(), torch.initial_seed())"
    first = ("double-value",)
    _, grad = play(Play("double", off, first, company="a"), Play("double", asks, first, company="a"))
    assert "True" in error(grad.draws[0]["double-value"])[1] and ", 0)" not in str(grad.draws)


def test_a_play_for_a_solution_that_is_not_there_is_a_problem():
    with pytest.raises(RuntimeError, match="there is no solution third"):
        play(Play("third", RIGHT, CELLS))


def test_a_lesson_whose_process_is_ended_is_a_problem():
    """Else what was not played would seem to have failed nothing, or everything."""
    ends = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)"
    with pytest.raises(RuntimeError, match="its process was ended before 1 of its plays were"):
        play(Play("double", ends, CELLS))


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    listening = stage.play(tiny.lesson(), [Play("double", RIGHT, CELLS), Play("double", RIGHT, CELLS)])
    next(listening)
    listening.close()
    assert list(tmp_path.iterdir()) == []


def test_magics_displayed_values_and_words_on_standard_error():
    text = f"%pwd\n{RIGHT}\nimport sys"
    cell = tiny.graded("shows", ["double"], 1, "print('seen', file=sys.stderr)\ndouble(2)")
    (played,) = play(Play("double", text, ("shows",)), notebook=tiny.lesson(cell))
    stream, value = played.draws[0]["shows"]
    assert (stream["name"], stream["text"], value["data"]) == ("stderr", "seen\n", {"text/plain": "4"})


def test_files_lie_beside_each_play(tmp_path):
    (tmp_path / "weights.reference.pt").write_text("weights")
    text = f"import os\nassert os.listdir() == ['weights.reference.pt']\n{RIGHT}"
    (played,) = play(Play("double", text, CELLS), files=[tmp_path / "weights.reference.pt"])
    assert not error(played.draws[0]["double-value"])


def test_draws_differ_from_play_to_play():
    draw = "import torch\nfrom course import probe\nraise KeyError(probe.normal(1), torch.rand(1))"
    cell = tiny.graded("draw", ["double"], 1, draw)
    played = play(*[Play("double", RIGHT, ("draw",))] * 3, notebook=tiny.lesson(cell))
    assert len({error(one.draws[0]["draw"]) for one in played}) == 3


def test_a_reference_that_does_not_run_is_a_problem():
    cell = tiny.solution("third", "### BEGIN SOLUTION\nraise KeyError('oh')\n### END SOLUTION")
    with pytest.raises(RuntimeError, match="the cell third stops: KeyError: 'oh'"):
        play(Play(cells=CELLS), notebook=tiny.lesson(cell))


def test_who_stops_listening_leaves_no_process_behind(tmp_path):
    note = tmp_path / "pid"
    sleeps = f"import os, time\nopen({str(note)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
    listening = stage.play(tiny.lesson(), [Play("double", sleeps, CELLS), Play("double", RIGHT, CELLS)])
    next(listening)
    pid = int(until(lambda: note.exists() and note.read_text()))
    listening.close()
    until(lambda: not psutil.pid_exists(pid), f"{pid} is still there", seconds=10)


def test_a_notebook_without_cells_of_the_course():
    assert list(stage.play(new_notebook(), [])) == []


def test_large_pages_hold_what_was_there(monkeypatch):
    """As many as the system has; it has none where it is older than Linux 6.1."""
    content = bytearray(os.urandom(3 * pages.LARGE))
    before = bytes(content)
    asked = []
    monkeypatch.setattr(pages.syscalls, "madvise", lambda *what: asked.append(what) or madvise(*what))
    pages.enlarge()
    assert content == before
    assert len(asked) > 2 and all(size == pages.LARGE and not at % size for at, size, _ in asked)
