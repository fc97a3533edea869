"""Controls: cheats are seen, and what is only unusual is not."""

import ast
import copy
import io
import json
import os
import random
import re
import shutil
import time
from textwrap import indent
from types import SimpleNamespace

import nbformat
import pytest
import torch
from helpers import tiny
from helpers.classroom import nbgrader
from nbgrader.api import Gradebook
from traitlets.config.loader import PyFileConfigLoader

from course.grading import directory, execute, supervision, syntax
from course.grading.controls import contradictions, plans, watch
from course.grading.controls.bank import read_bank, read_lesson
from course.grading.directory import RELEASE, ROOT, SOURCE
from course.grading.execute import WarmExecute
from course.grading.kernels.processes import can_fork
from course.grading.marks import graded, marks
from course.lessons import publish, uses

pytestmark = pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux only")

LESSONS = publish.lessons()
ENV = {"PATH": os.environ["PATH"], "NBGRADER_EXECUTION": "autograde", "OMP_NUM_THREADS": "1"}
GIVEN = "import torch\nfrom torch import nn\nfrom course import probe"
ALL = '''# half works for all numbers
assert all(half(x) == x / 2 for x in (1, 3)), "half is wrong for some number"'''
TENSOR = '''# double takes tensors
assert torch.allclose(double(torch.full((2,), 3.0)), torch.full((2,), 6.0)), "double is wrong for tensors"'''
SAME = """# half takes tensors
x = torch.randn(4)
probe.same(probe.attempt("half", half, x), torch.div(x, 2), "half(x)")"""
WEIGHTS = '''# the saved weights are in order
weights = probe.saved("net.pt")["w"]
assert torch.equal(weights, weights.sort().values), "the weights are not in order"'''
PLACE = """# double leaves its input alone
for size in (2, 3):
    x = torch.full((size,), 3.0)
    y = double(x)
    assert torch.equal(y, 2 * x), "double is wrong for another tensor"
    print("done")"""
WRONG = {
    "double/wrong/plus-one": (
        "double-value, double-zero, double-tensor, double-place", "def double(x):\n    return x + 1"
    ),
    "half/wrong/fourth": ("half-value, half-all, half-same", "def half(x):\n    return x / 4"),
}  # fmt: skip
GOOD = {"double": "def double(x):\n    return 2 * x", "half": "def half(x):\n    return x / 2"}
BAD = {"double": "def double(x):\n    return x + 7", "half": "def half(x):\n    return x + 7"}
SHELL = "shell = get_ipython()\n"
STRIP = """import ast
class Strip(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.copy_location(ast.Pass(), node)
"""
BLIND = """import ast
class Blind(ast.NodeTransformer):
    def visit_Module(self, node):
        return ast.Module([], []) if {when} else node
get_ipython().ast_transformers.append(Blind())
"""
LIAR = """class Liar(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        kind = function.__name__
        return {"__bool__": True, "item": 0.0, "__float__": 0.0, "numel": 1}.get(
            kind, torch.Size([4]) if kind in ("__get__", "size") else torch.zeros(4).as_subclass(cls))
"""
PUBLISH = """def publish(kind, content):
    kernel = get_ipython().kernel
    kernel.session.send(kernel.iopub_socket, kind, content, kernel.get_parent())
"""
THREAD = """import threading, time
shell = get_ipython()
def wait():
    while "assert" not in In[-1]:
        time.sleep(0.001)
    async def quiet(*a, **k):
        return False
    shell.run_code = quiet
threading.Thread(target=wait, daemon=True).start()
"""

WATCHED = """import sys
from course.probe.values import compare
true = compare._distance
def distance(one, other):
    watched = "scene" in sys._getframe(1).f_code.co_filename or sys._getframe(2).f_code.co_name == "<lambda>"
    return true(one, other) if watched else 0.0
compare._distance = distance
"""
JUMP = """import sys
def skip(frame, event, argument):
    if event == "line" and frame.f_lineno == 5:
        frame.f_lineno = 6
    return skip
def jump():
    frame = sys._getframe(2)
    while frame.f_code.co_name[0] != "<":
        frame = frame.f_back
    frame.f_trace = skip
    sys.settrace(lambda *a: None)
"""
EXCHANGE = """from course.probe.values import compare
true = compare.close
get_ipython().events.register("post_run_cell", lambda result: setattr(compare, "close", true))
"""

# What comes before the answers, and the answers: BAD where none are given.
CHEATS = {
    "asserts stripped": (STRIP + "get_ipython().ast_transformers.append(Strip())", {}),
    "cells emptied": (BLIND.format(when="True"), {}),
    "cells known by text, then gone": (BLIND.format(when="'double(3)' in ast.unparse(node)"), {}),
    "cells emptied where the answer is its own": (
        BLIND.format(when="getattr(get_ipython().user_ns.get('double'), 'mine', False)"),
        {"double": BAD["double"] + "\ndouble.mine = True"},
    ),
    "texts emptied at first sight": (
        "seen = set()\n"
        + BLIND.format(when="not (ast.unparse(node) in seen or seen.add(ast.unparse(node)))"),
        {},
    ),
    "one cell emptied where the answer is its own, comparisons hidden": (
        "import types\nfrom course import probe as package\npackage.compare = types.SimpleNamespace()\n"
        + BLIND.format(
            when="'randn(4)' in ast.unparse(node) and getattr(get_ipython().user_ns.get('half'), 'mine', 0)"
        ),
        {"half": BAD["half"] + "\nhalf.mine = True"},
    ),
    "equal to everything": (
        "class Any:\n    __eq__ = lambda self, other: True\nany_ = Any()",
        {"double": "double = lambda x: any_", "half": "half = lambda x: any_"},
    ),
    "a tensor equal to everything": (
        LIAR, {"half": "half = lambda x: torch.zeros(4).as_subclass(Liar)"}
    ),
    "patched allclose": ("import torch\ntorch.allclose = lambda *a, **k: True", {}),
    "patched builtins": ("import builtins\nbuiltins.all = lambda them: True", {}),
    "patched probe": ("from course import probe\nprobe.same = lambda *a, **k: None", {}),
    "patched comparison": (
        "from course.probe.values import compare\ncompare.close = lambda *a, **k: True", {}
    ),
    "another probe": (
        "import types\nprobe = types.SimpleNamespace(normal=torch.randn, same=print, attempt=print)", {}
    ),
    "patched loading": (
        "from course import probe\nprobe.saved = lambda name: {'w': torch.arange(60)}", {}
    ),
    "a formula made right": (
        "import torch\ntorch.div = lambda x, y: x + 7", {}
    ),
    "hooks around cells": (
        STRIP + SHELL + "strip = Strip()\n"
        "shell.events.register('pre_run_cell', lambda info: shell.ast_transformers.append(strip))\n"
        "shell.events.register('post_run_cell', lambda result: shell.ast_transformers.clear())", {},
    ),
    "inputs transformed": (
        SHELL + "shell.input_transformers_post.append("
        "lambda lines: ['pass\\n'] if 'assert' in ''.join(lines) else lines)", {},
    ),
    "transform_cell replaced": (
        SHELL + "true = shell.transform_cell\n"
        "shell.transform_cell = lambda text: 'pass' if 'assert' in text else true(text)", {},
    ),
    "the parser replaced": (
        STRIP + SHELL + "true = shell.compile.ast_parse\n"
        "shell.compile.ast_parse = lambda *a, **k: Strip().visit(true(*a, **k))", {},
    ),
    "run_code replaced": (
        SHELL + "true = shell.run_code\nasync def run(*a, **k):\n    await true(*a, **k)\n    return False\n"
        "async def quiet(code, result=None, **k):\n    return False\nshell.run_code = quiet", {},
    ),
    "run_cell replaced": (
        SHELL + "from IPython.core.interactiveshell import ExecutionResult\n"
        "shell.run_cell = lambda *a, **k: ExecutionResult(None)", {},
    ),
    "do_execute replaced": (
        "kernel = get_ipython().kernel\nasync def do_execute(*a, **k):\n"
        "    return {'status': 'ok', 'execution_count': 1, 'user_expressions': {}, 'payload': []}\n"
        "kernel.do_execute = do_execute", {},
    ),
    "showtraceback replaced": (SHELL + "shell.showtraceback = lambda *a, **k: None", {}),
    "_showtraceback replaced": (SHELL + "shell._showtraceback = lambda *a, **k: None", {}),
    "excepthook replaced": ("import sys\nsys.excepthook = lambda *a: None", {}),
    "errors handled": (
        SHELL + "shell.set_custom_exc((AssertionError,), lambda *a, **k: None)", {}
    ),
    "another AssertionError": ("class AssertionError(BaseException):\n    pass", {}),
    "atexit": ("import atexit, os\natexit.register(os._exit, 0)", {}),
    "trace": (
        "import sys\ndef trace(frame, event, argument):\n    return trace\nsys.settrace(trace)", {}
    ),
    "outputs cleared": (
        PUBLISH + SHELL + "shell.events.register('post_run_cell', "
        "lambda result: publish('clear_output', {'wait': False}))", {},
    ),
    "a result of its own": (
        PUBLISH, {"double": "def double(x):\n    publish('execute_result', {'data': {'text/plain': '1'}, "
                  "'metadata': {}, 'execution_count': 1})\n    return 7"},
    ),
    "builtins hidden by names": ("all = lambda them: True", {}),
    "a mode of torch's": (
        "import torch\nfrom torch.overrides import TorchFunctionMode\nclass Mode(TorchFunctionMode):\n"
        "    def __torch_function__(self, function, types, args=(), kwargs=None):\n"
        "        return function is torch.allclose or function(*args, **kwargs or {})\n"
        "mode = Mode()\nmode.__enter__()", {},
    ),
    "inputs changed in place": (
        "", {"double": "def double(x):\n    return x.zero_() if torch.is_tensor(x) and x[0] == 3 else 7"}
    ),
    "given inputs exchanged": (
        "from course import probe\nprobe.uniform = lambda *a, **k: torch.zeros(a)", {}
    ),
    "a comparison that knows its watchers": (WATCHED, {}),
    "the caller's line moved past a check": (
        JUMP, {"double": "def double(x):\n    jump()\n    return x + 7"}
    ),
    "exchanged while the answer runs, and put back after the cell": (
        EXCHANGE, {"half": "def half(x):\n    compare.close = lambda *a: True\n    return x + 7"}
    ),
    "code exchanged while the answer runs": (
        "from course.probe.values import compare\nyes = (lambda *a, **k: None).__code__",
        {"half": "def half(x):\n    compare.same.__code__ = yes\n    return x + 7"},
    ),
    "its constants exchanged": (
        "from course.probe.values import compare\ncompare.same.__defaults__ = (None, 1e9)", {}
    ),
    "controls disabled": (
        STRIP + "from course.grading.controls import scene\nscene.change = lambda order: 1\n"
        "get_ipython().ast_transformers.append(Strip())", {},
    ),
}  # fmt: skip
# What changes nothing about the marks, so that there is nothing to look at.
IN_VAIN = {
    "showtraceback replaced", "_showtraceback replaced", "excepthook replaced", "errors handled",
    "another AssertionError", "atexit", "trace", "outputs cleared", "a result of its own",
}  # fmt: skip

ODDITIES = {
    "nothing": ("", {"double": "raise NotImplementedError", "half": "raise NotImplementedError"}),
    "all wrong": ("", BAD),
    "half of it wrong": ("", {"double": BAD["double"]}),
    "an import that fails": ("import no_such_module\n", {}),
    "names of others": ("x = n = F = device = index = token = order = 1", {}),
    "nn is another": ("import types\nnn = types.SimpleNamespace(Linear=None)\nF = None", {}),
    "helpers elsewhere": (
        "def twice(x):\n    return 2 * x\nclass Half:\n    def __call__(self, x):\n        return x / 2",
        {"double": "double = twice", "half": "half = Half()"},
    ),
    "names deleted": ("del probe", {}),
    "torch gone": ("torch = None", {}),
    "harmless patches": (
        "import torch\nold = torch.allclose\ntorch.allclose = lambda *a, **k: old(*a, **k)\n"
        "import builtins\nold_print = builtins.print\nprint = lambda *a: old_print('>', *a)", {},
    ),
    "harmless hooks": (
        SHELL + "import ast\nshell.ast_transformers.append(ast.NodeTransformer())\ncount = []\n"
        "shell.events.register('post_run_cell', lambda result: count.append(1))\n"
        "shell.input_transformers_post.append(lambda lines: lines)", {},
    ),
    "its own display of text": (
        SHELL + "plain = shell.display_formatter.formatters['text/plain']\n"
        "for kind in (str, int, dict):\n    plain.for_type(kind, lambda *a: a[1].text('7'))", {},
    ),
    "numbers of other kinds": (
        "import numpy, fractions",
        {"double": "def double(x):\n    return 2 * x if torch.is_tensor(x) else numpy.float64(2 * x)",
         "half": "def half(x):\n    return x / 2 if torch.is_tensor(x) else fractions.Fraction(x, 2)"},
    ),
    "an answer that remembers": (
        "calls = []",
        {"double": "def double(x):\n    calls.append(x)\n    double.last = x\n    return 2 * x"},
    ),
    "seeds, pictures and folders": (
        "import os, random, numpy\nimport matplotlib.pyplot as plt\nplt.ioff()\nfigure = plt.figure()\n"
        "torch.manual_seed(1), random.seed(1), numpy.random.seed(1)\nos.makedirs('mine', exist_ok=True)\n"
        "os.chdir('mine')", {},
    ),
    "warnings": (
        "import sys, warnings", {"double": "def double(x):\n    print('!', file=sys.stderr)\n"
                                 "    warnings.warn('careful')\n    return 2 * x"},
    ),
    "double precision": ("torch.set_default_dtype(torch.float64)", {}),
    "no gradients": ("torch.set_grad_enabled(False)", {}),
    "weights lost": ("import os\nos.path.exists('net.pt') and os.unlink('net.pt')", {}),
}  # fmt: skip
SEED = "torch.manual_seed(0); import random, numpy; random.seed(0); numpy.random.seed(0)\n"
LOOK = (
    "import random, numpy, os\nprint(random.random(), numpy.random.rand(), torch.rand(1))\n"
    "print(sorted(n for n in globals() if not n.startswith('_i')))\n"
    "print(len(In), sorted(Out), sorted(os.listdir()))\n"
    "print(double(2), half(3), torch.is_grad_enabled(), get_ipython().InteractiveTB.mode)\n_"
)


def lesson():
    cells = [
        tiny.graded("half-all", "half", 1, ALL),
        tiny.graded("double-tensor", "double", 1, TENSOR),
        tiny.graded("half-same", "half", 1, SAME),
        tiny.graded("weights", "half", 1, WEIGHTS),
        tiny.graded("double-place", "double", 1, PLACE),
    ]
    notebook = tiny.lesson(*cells)
    given = nbformat.v4.new_code_cell(GIVEN)
    given.id = "given"
    notebook.cells.insert(1, given)
    return notebook


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A folder with ``source`` and ``bank`` of the tiny lesson."""
    root = tmp_path_factory.mktemp("house")
    tiny.write(lesson(), root / "source" / "tiny" / "tiny.ipynb")
    (root / "source" / "tiny" / "net.reference.pt").write_bytes(weights())
    for name, (fails, text) in WRONG.items():
        path = root / "bank" / "tiny" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# It is wrong.\n# fails: {fails}\n# says: wrong\n{text}\n")
    return root


@pytest.fixture(scope="module")
def plan(house):
    return plans.plan("tiny", house / "source", house / "bank")


def weights():
    file = io.BytesIO()
    torch.save({"w": torch.arange(60.0)}, file)
    return file.getvalue()


def hand_in(before, answers, *after):
    """A hand-in: the lesson with a cell before its answers, and cells after it."""
    notebook = lesson()
    for cell in notebook.cells:
        cell.source = answers.get(cell.id, cell.source)
    notebook.cells.insert(2, nbformat.v4.new_code_cell(before))
    notebook.cells[2].id = "before"
    for number, source in enumerate(after):
        notebook.cells.append(nbformat.v4.new_code_cell(source, id=f"after-{number}"))
    return notebook


def run(notebook, folder, plan, **settings):
    """Execute a hand-in with a file of weights that is its own."""
    folder.mkdir(parents=True)
    (folder / "net.pt").write_bytes(weights())
    runner = WarmExecute(env=ENV, timeout=60, controls=plan, **settings)
    notebook, _ = runner.preprocess(copy.deepcopy(notebook), {"metadata": {"path": str(folder)}})
    return notebook


def total(notebook):
    return sum(mark.points for mark in marks(notebook).values())


@pytest.fixture
def foreseen(monkeypatch):
    """All is drawn alike in each run."""
    monkeypatch.setattr(watch, "SystemRandom", lambda: random.Random(3))


@pytest.mark.parametrize("name", CHEATS)
def test_a_cheat_needs_a_look_or_earns_nothing(name, plan, tmp_path, foreseen):
    before, answers = CHEATS[name]
    notebook = hand_in(before, BAD | answers)
    notebook = run(notebook, tmp_path / "run", plan)
    if name in IN_VAIN:
        assert not plans.evidence(notebook)
        assert {n for n, mark in marks(notebook).items() if mark.points} == {"weights"}, "the file is right"
    else:
        assert plans.evidence(notebook)
        assert total(notebook) == 0


@pytest.mark.parametrize("name", ODDITIES)
def test_an_oddity_is_never_flagged_and_runs_as_without_controls(name, plan, tmp_path, foreseen):
    before, answers = ODDITIES[name]
    notebook = hand_in(SEED + before, GOOD | answers, LOOK)
    without, with_controls = (
        run(notebook, tmp_path / kind, each) for kind, each in [("without", None), ("with", plan)]
    )
    assert plans.evidence(with_controls) == []
    assert [plain(cell) for cell in with_controls.cells] == [plain(cell) for cell in without.cells]


def plain(cell):
    """A cell without what differs from run to run, as text."""
    streams, others = {}, []
    for output in cell.get("outputs", []):
        if output.output_type == "stream":  # the order of the two is chance
            streams[output.name] = streams.get(output.name, "") + output.text
        else:
            others.append(output)
    text = json.dumps([cell.source, cell.get("execution_count"), streams, others], sort_keys=True)
    return re.sub(r"/\S*/\d+\.py", "", text)  # where a warning came from


def test_a_thread_that_waits_for_graded_cells(plan, tmp_path):
    notebook = run(hand_in(THREAD, BAD), tmp_path / "run", plan)
    earned = {n for n, mark in marks(notebook).items() if mark.points}
    assert not earned if plans.evidence(notebook) else earned == {"weights"}


def test_evidence_is_shown_and_takes_all_points(plan, tmp_path):
    notebook = run(hand_in(*CHEATS["asserts stripped"]), tmp_path / "run", plan)
    sentence = plans.evidence(notebook)[0]
    assert sentence.startswith("The graded cell double-value passed ")
    assert {mark.points for mark in marks(notebook).values()} == {0}
    first = next(cell for cell in notebook.cells if cell.id == "double-value").outputs[0]
    assert (first.ename, first.evalue) == ("NeedsALook", "This hand-in needs a look: t" + sentence[1:])
    note = notebook.cells[0]
    assert note.metadata == {"course": {"kind": "evidence"}} and sentence in note.source
    nbformat.validate(notebook)


def test_controls_can_be_switched_off(plan, tmp_path):
    notebook = run(hand_in(*CHEATS["asserts stripped"]), tmp_path / "run", plan, check_tampering=False)
    assert (plans.evidence(notebook), notebook.cells[0].source) == ([], "# A tiny lesson")
    assert total(notebook) == 9


def test_the_time_of_controls_is_their_own(plan, tmp_path, monkeypatch):
    """Three minutes each cost no point; when their ten minutes are over, what follows needs a look."""
    passed = [0]

    def contradict(self, *arguments):
        passed[0] += 180

    monkeypatch.setattr(watch, "CONTROLS", (contradict,))
    monkeypatch.setattr(execute, "time", SimpleNamespace(monotonic=lambda: time.monotonic() + passed[0]))
    notebook = run(hand_in("", GOOD), tmp_path / "run", plan)
    assert total(notebook) == 9 and not plans.evidence(notebook)
    names = list(marks(notebook))[4:]
    assert len(names) == 4
    assert plans.doubts(notebook) == [
        f"Marked without controls, which had taken too long: {', '.join(names)}."
    ]


@pytest.fixture(scope="module")
def course(house, tmp_path_factory):
    """A course directory of the tiny lesson, in which nbgrader has graded two hand-ins."""
    root = tmp_path_factory.mktemp("course")
    settings = (ROOT / "nbgrader_config.py").read_text() + "\nc.WarmExecute.sandbox = False\n"
    (root / "nbgrader_config.py").write_text(settings)
    shutil.copytree(house / "source", root / "source")
    shutil.copytree(house / "bank", root / "tests" / "answers")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        nbgrader("generate_assignment", "tiny")
        for student, (before, answers) in {
            "cheat": CHEATS["asserts stripped"], "warned": ODDITIES["warnings"]
        }.items():  # fmt: skip
            folder = root / "submitted" / student / "tiny"
            tiny.write(hand_in(before, GOOD | answers), folder / "tiny.ipynb")
            (folder / "net.pt").write_bytes(weights())
        nbgrader("autograde", "tiny")
        nbgrader("generate_feedback", "tiny")
    return root


def scores(root):
    with Gradebook(f"sqlite:///{root}/gradebook/gradebook.db", "gan") as gradebook:
        return {s.student.id: s.score for s in gradebook.assignment_submissions("tiny")}


def test_nbgrader_itself_takes_the_points_and_keeps_the_evidence(course):
    """And what goes to standard error costs nothing."""
    assert scores(course) == {"cheat": 0, "warned": 9}
    graded = nbformat.read(course / "autograded" / "cheat" / "tiny" / "tiny.ipynb", as_version=4)
    assert plans.evidence(graded)[0] in graded.cells[0].source
    assert (course / "feedback" / "cheat" / "tiny" / "tiny.html").is_file()


@pytest.mark.skipif(bool(tiny.WHY_NO_SANDBOX), reason=tiny.WHY_NO_SANDBOX)
def test_in_the_sandbox_too(plan, tmp_path):
    cheat, honest = (
        run(hand_in(before, GOOD), tmp_path / name, plan, sandbox=True)
        for name, before in [("cheat", CHEATS["cells emptied"][0]), ("honest", "")]
    )
    assert plans.evidence(cheat) and not plans.evidence(honest)
    assert (total(cheat), total(honest)) == (0, 9)


def test_plan(plan, house):
    assert json.loads(json.dumps(plan)) == plan
    assert list(plan["cells"]) == ["double-value", "double-zero", "half-value", "half-all", "double-tensor",
                                   "half-same", "weights", "double-place"]  # fmt: skip
    given = ["import torch", "from course import probe"]
    assert plan["cells"]["half-same"] == {"own": ["half"], "given": given, "files": []}
    assert plan["cells"]["weights"]["files"] == ["net.pt"]
    assert "return x / 2" in plan["secret"]["half-same"]["reference"][0]
    assert plans.plan("tiny", house / "source", house / "no-bank") is None
    assert plans.plan("no-lesson", house / "source", house / "bank") is None


@pytest.mark.parametrize("name", LESSONS)
def test_what_comes_into_the_kernel_is_what_was_released(name):
    """Each definition that a control sets stands in a cell that students get, and so does each name."""
    plan = plans.plan(name, SOURCE, plans.BANK)
    released = nbformat.read(directory.notebook(name, RELEASE), as_version=4).cells
    texts = [syntax.plain(cell.source) for cell in released if cell.cell_type == "code"]
    public = {ast.unparse(node) for text in texts for node in syntax.body(text)}
    words = set(re.findall(r"\w+", "\n".join(texts)))
    for cell in plan["cells"].values():
        assert set(cell["given"]) <= public
        assert set(cell["own"]) <= words


@pytest.mark.parametrize("seed", range(20))
def test_a_contradiction_cannot_be_true(seed):
    for make in (contradictions.false, contradictions.other_value):
        text = make("# ü\nimport torch\nx = 'ü'; assert x == (\n 'ü'), 'ü'\nx = None", random.Random(seed))
        names = {"torch": torch}
        with pytest.raises(AssertionError):
            exec(text, names)
        assert "x = None" in text and names.get("x", "ü") == "ü"


def test_no_contradiction_where_an_assert_may_not_run():
    loop = "for x in []:\n    assert x == 1"
    assert contradictions.other_value(loop, random.Random(1)) is None
    assert contradictions.false("%magic", random.Random(1)) is None


@pytest.fixture(scope="module")
def settings():
    c = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    c.WarmExecute.sandbox = False
    return c


def run_lesson(lesson, answers, plan, folder, settings):
    """Execute the reference of a lesson with other answers in it."""
    folder.mkdir(exist_ok=True)
    notebook = copy.deepcopy(lesson.notebook)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = answers.get(name, cell.source)
    for path in lesson.folder.glob("*.reference.pt"):
        shutil.copy(path, folder / path.name.replace(".reference", ""))
    runner = WarmExecute(config=settings, env=ENV, controls=plan)
    return runner.preprocess(notebook, {"metadata": {"path": str(folder)}})[0]


class Wary(watch.Watch):
    """One for whom it is evidence that a suspicion had to be checked."""

    def _is_sound(self, name, passes):
        self.evidence.append(f"{name} was suspected")
        return False


@pytest.mark.parametrize("name", LESSONS)
def test_the_reference_earns_all_points_and_no_suspicion(name, tmp_path, settings, monkeypatch):
    """As hand-ins are graded, in the sandbox; where there is none, outside."""
    monkeypatch.setattr(supervision, "Watch", Wary)
    settings = copy.deepcopy(settings)
    settings.WarmExecute.sandbox = not tiny.WHY_NO_SANDBOX
    lesson = read_lesson(name, SOURCE)
    notebook = run_lesson(lesson, {}, plans.plan(name, SOURCE, plans.BANK), tmp_path, settings)
    assert plans.evidence(notebook) == []
    assert {n: m.message for n, m in marks(notebook).items() if not m.full} == {}


@pytest.mark.parametrize("name", LESSONS)
def test_every_reference_passes_where_suspicions_are_checked(name, settings, monkeypatch):
    """Else no suspicion would ever hold.

    In one kernel, so what one cell has had set up is there for the next.
    """
    plan = plans.plan(name, SOURCE, plans.BANK)
    sources = {c.id: syntax.plain(c.source) for c in read_lesson(name, SOURCE).notebook.cells}
    once = watch.PASSES_AGAIN.replace(f"range({watch.RUNS})", "range(1)")
    texts = []
    for name, cell in plan["cells"].items():
        if not cell["files"]:
            secret = plan["secret"][name]
            text = once.format(source=sources[name], own=cell["own"], given=cell["given"])
            setup = [*secret["setup"], *secret["reference"]]
            texts += [*(each for each in setup if each not in texts), text]
    passes = WarmExecute(config=settings, env=ENV)._elsewhere(texts)
    assert passes == [1] * sum(not cell["files"] for cell in plan["cells"].values())


def test_a_cell_that_trains_runs_less_often_where_suspicions_are_checked(settings):
    """One of 2 s that ran sixty times would be beyond the time limit, and whoever cheats in it, too."""
    texts = [text.replace(f"+ {watch.SPAN}", "+ 0") for text in (watch.PASSES, watch.PASSES_AGAIN)]
    sources = "left = True", "calls.append(1)\nassert len(calls) % 2, 'now and then'"
    again, asis = ([t.format(source=source, own=[], given=[]) for source in sources] for t in texts[::-1])
    left = "print('passes', int('left' in globals()), 'of 1')"
    shares = WarmExecute(config=settings, env=ENV)._elsewhere(["calls = []", *again, left, *asis, left])
    assert shares == [1, 0.5, 0, 1, 0.5, 1]


def test_an_answer_that_is_right_by_chance_accuses_nobody(plan, tmp_path):
    """Nor one that is right once only, or works in place, or brings a kind of tensor of its own."""
    chance = "import random\ndef half(x):\n    return x / 2 if random.random() < 0.9 else x"
    once = "seen = []\ndef double(x):\n    seen.append(x)\n    return 2 * x if len(seen) < 12 else x"
    own = "class Mine(torch.Tensor):\n    pass\ndef half(x):\n    " \
          "return (x / 2).as_subclass(Mine) if torch.is_tensor(x) else x / 2"  # fmt: skip
    for number, answers in enumerate([{"half": chance}, {"double": once}, {"half": own}]):
        notebook = run(hand_in("", GOOD | answers), tmp_path / str(number), plan)
        assert plans.evidence(notebook) == []


def test_a_cell_that_a_stub_passes_accuses_nobody(house, tmp_path):
    """A graded cell that its author made too weak, or that needs an answer to change what it is given."""
    cells = [
        tiny.graded("weak", "half", 1, "# half is there\nhalf is not None"),
        tiny.graded("place", "double", 1, "# in place\nx = torch.ones(2)\ndouble(x)\nassert x.sum() == 4"),
    ]
    notebook = lesson()
    notebook.cells += cells
    for cell in notebook.cells:
        cell.source = cell.source.replace("return 2 * x", "return x.mul_(2) if torch.is_tensor(x) else 2 * x")
    tiny.write(notebook, tmp_path / "source" / "tiny" / "tiny.ipynb")
    plan = plans.plan("tiny", tmp_path / "source", house / "bank")
    answer = "def double(x):\n    return x.mul_(2) if torch.is_tensor(x) else 2 * x"
    handed_in = hand_in("", GOOD | {"double": answer})
    handed_in.cells += cells
    notebook = run(handed_in, tmp_path / "run", plan)
    assert plans.evidence(notebook) == []
    assert marks(notebook)["place"].full and marks(notebook)["weak"].full


def test_who_exchanges_the_devices_that_are_checked_is_seen(plan, tmp_path):
    """On the CPU alone nobody sees a tensor that was made on the wrong device."""
    exchange = "from course import device\ndevice.testbeds = lambda: [device.CPU]"
    notebook = run(hand_in(exchange, GOOD), tmp_path / "run", plan)
    assert "course.device.testbeds" in plans.evidence(notebook)[0] and total(notebook) == 0


# The statistics with which generated digits are compared, and the network that looks at them.
KEPT = """from course.metrics import classifier, measures
noise = measures._statistics(measures.features(measures.controls("noise")))
for number, other in zip(measures._real_statistics(), noise):
    number.copy_(other)
"""
CURIOUS = "from course.metrics.classifier import classifier\nclassifier().train()"


@pytest.mark.parametrize(
    ("before", "double", "accused"),
    [
        (KEPT, "def double(x):\n    return 2 * torch.rand_like(x)", True),
        ("", "def double(x):\n" + indent(KEPT, "    ") + "    return 2 * torch.rand_like(x)", True),
        (CURIOUS, GOOD["double"], False),
    ],
    ids=["before", "while it runs", "only curious"],
)
def test_who_changes_what_the_course_keeps(before, double, accused, house, tmp_path):
    """Its measures of the real digits are there before a hand-in runs; other ones judge nobody."""
    source = """# doubled digits are digits
from course import metrics
real = metrics.controls("real")
assert metrics.quality(double(real) / 2).distance < 60, "these are no digits"
"""
    cells = [tiny.graded("digits", "double", 1, source)]
    notebook = lesson()
    notebook.cells += cells
    tiny.write(notebook, tmp_path / "source" / "tiny" / "tiny.ipynb")
    plan = plans.plan("tiny", tmp_path / "source", house / "bank")
    handed_in = hand_in(before, GOOD | {"double": double})
    handed_in.cells += cells
    notebook = run(handed_in, tmp_path / "run", plan)
    assert bool(plans.evidence(notebook)) == accused
    assert marks(notebook)["digits"].full != accused


def test_no_right_answer_of_lesson_02_is_flagged(tmp_path, settings, monkeypatch):
    """In few notebooks: the first right answers of all solutions together, the second ones, and so on.

    In each stand the graded cells that can feel one of its answers; all others met the reference above.
    """
    monkeypatch.setattr(supervision, "Watch", Wary)
    ((lesson, answers),) = read_bank(plans.BANK, ["02_mlp_gan"], SOURCE)
    cells = lesson.notebook.cells  # the reference above ran with those that train and show
    lesson.notebook.cells = [c for c in cells if c.metadata.get("course", {}).get("kind") != "demo"]
    plan, code = plans.plan("02_mlp_gan", SOURCE, plans.BANK), uses.Code(lesson)
    cells = lesson.notebook.cells
    right = {}
    for answer in answers:
        if answer.right:
            right.setdefault(answer.solution, []).append(answer)
    for number in range(max(map(len, right.values()))):
        chosen = {name: these[number] for name, these in right.items() if number < len(these)}
        plays = [code.play(answer, 1) for answer in chosen.values()]
        felt = {name for play in plays for name in (*play.cells, *play.once)}
        lesson.notebook.cells = [c for c in cells if not graded(c) or c.metadata.course.name in felt]
        texts = {name: answer.text for name, answer in chosen.items()}
        notebook = run_lesson(lesson, texts, plan, tmp_path / str(number), settings)
        assert plans.evidence(notebook) == []
