"""Trees of Python code, built in several threads at once."""

import gc
import re
import threading
import time
from pathlib import Path

import pytest

import course
from course.grading import syntax

HOUSE = Path(course.__file__).resolve().parent
CODE = "\n".join(f"def f{n}(x):\n    return [x + {n}, {{1: (x, x)}}]\nassert f{n}(0)" for n in range(30))


class Loop:
    """Garbage whose end lets another thread run, in the middle of whatever made the collector start."""

    def __init__(self):
        self.me = self

    def __del__(self):
        time.sleep(1e-4)


@pytest.fixture
def eager_collector():
    before = gc.get_threshold()
    gc.set_threshold(200)
    yield
    gc.set_threshold(*before)


def test_threads_that_parse_at_once_do_not_disturb_each_other(eager_collector):
    trees, errors = [], []

    def work():
        for _ in range(25):
            [Loop() for _ in range(20)]
            try:
                trees.append(len(syntax.parse(CODE).body))
            except SystemError as error:
                errors.append(str(error))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert trees == [60] * 100


def test_a_finalizer_may_parse_while_a_tree_is_built():
    done = threading.Event()

    def parse_twice():
        with syntax._ALONE:
            syntax.parse("1 + 1")
        done.set()

    threading.Thread(target=parse_twice, daemon=True).start()
    assert done.wait(10), "the lock cannot be taken again by its owner"


def test_nothing_else_in_the_package_builds_trees():
    """`ast.parse` elsewhere would run beside this one, in a thread of its own."""
    builds = re.compile(r"\bast\.(parse|literal_eval)\(|PyCF_ONLY_AST|optimize_ast")
    modules = {p.relative_to(HOUSE).as_posix(): p.read_text("utf-8") for p in HOUSE.rglob("*.py")}
    found = [name for name, text in modules.items() if builds.search(text)]
    assert found == ["grading/syntax.py"]


def test_body_of_what_is_no_python():
    assert syntax.body("%time 1") == []
    assert len(syntax.body("a = 1\nb = 2")) == 2
