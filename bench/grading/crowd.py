"""300 hand-ins in one go, every kind of trouble among them: who gets a row, and whose marks stay right."""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from bench.table import save
from course.grading import batch, directory, sheet
from course.lessons import publish

sys.path += [str(directory.ROOT / "tests"), str(directory.ROOT / "tests" / "grading")]

# Hand-ins in all, the ordinary ones, and those that tamper; fewer with CROWD=90 in the environment.
NUMBER = int(os.environ.get("CROWD", "300"))
ORDINARY, CHEATS = NUMBER // 2, NUMBER // 10
LESSON = "tiny"
# What stands in the two solutions of an ordinary hand-in; None: the stub.
ANSWERS = {
    "double": ["return 2 * x", "return x + x", "return x + 3", "return 2 * abs(x)", "import nothing", None],
    "half": ["return x / 2", "return 0.5 * x", "return x // 2", "return 1.5", None],
}
NOTICED = [  # in any lesson
    "asserts stripped", "hooks around cells", "run_code replaced", "given inputs exchanged",
    "a comparison that knows its watchers", "its constants exchanged",
]  # fmt: skip
LIMITS = """
c.Execute.timeout = 5
c.WarmExecute.memory = 1
c.WarmExecute.disk = 0.1
c.WarmExecute.processes = 60
"""


def measure():
    """Grade the crowd of the tests' tiny lesson, and compare the ordinary ones with nbgrader's marks."""
    from helpers import trouble

    draw = random.Random(0)
    with tempfile.TemporaryDirectory(prefix="crowd-") as place:
        ours, stock = Path(place, "ours"), Path(place, "stock")
        _course(ours)
        shutil.copytree(ours, stock)
        kinds = [*trouble.TROUBLES, *trouble.RUNTIME]
        expected = _ordinary(ours, draw) | _cheats(ours, draw) | _troubled(ours, kinds, draw) | _named(ours)
        begin = time.perf_counter()
        rows = batch.grade(LESSON, ours, say=print)
        seconds = time.perf_counter() - begin
        print(sheet.counts(rows), flush=True)
        other = [f"{r.student} is {r.status}" for r in rows if r.status != expected[r.student]]
        nowhere = {os.fsdecode(b"m\xfcller")}  # which the gradebook cannot hold
        missing = set(expected) - {row.student for row in rows} | set(expected) - set(_marks(ours)) - nowhere
        same, marks = _compare(ours, stock)
    save("crowd", f"{NUMBER} hand-ins in one go", [
        ["hand-ins", "without a row", "of another status", "marks compared", "differ", "seconds"],
        [len(expected), len(missing), len(other), marks, marks - same, f"{seconds:.0f}"],
    ], [
        f"the tests' tiny lesson; {ORDINARY} ordinary hand-ins, {CHEATS} that tamper, and every kind of "
        f"trouble of tests/helpers/trouble.py ({len(kinds)}, and odd names), in random order; seed 0",
        "of another status: than expected",
        f"statuses: {sheet.counts(rows)}",
        f"marks compared: those of the {ORDINARY} ordinary ones, with nbgrader's own autograde",
        *other,
    ])  # fmt: skip


def _course(root):
    import test_controls
    from helpers import tiny

    root.mkdir()
    (root / "nbgrader_config.py").write_text(tiny.settings(LIMITS))
    tiny.write(tiny.lesson(), root / "source" / LESSON / f"{LESSON}.ipynb")
    for name, (fails, text) in test_controls.WRONG.items():
        path = root / "tests" / "answers" / LESSON / f"{name}.py"
        path.parent.mkdir(parents=True)
        own = [cell for cell in fails.split(", ") if cell in ("double-value", "double-zero", "half-value")]
        path.write_text(f"# wrong\n# fails: {', '.join(own)}\n# says: x\n{text}\n")
    publish.release(LESSON, root)


def _notebook(root, double="return 2 * x", half="return x / 2", before=""):
    notebook = nbformat.read(directory.notebook(LESSON, root / "release"), as_version=4)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        body = {"double": double, "half": half}.get(name)
        if body is not None:
            cell.source = f"{before}\ndef {name}(x):\n    {body}"
        elif name == "why":
            cell.source = "Because."
    return notebook


def _write(root, student, notebook):
    path = root / "submitted" / student / LESSON / f"{LESSON}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)


def _ordinary(root, draw):
    for number in range(ORDINARY):
        answers = {name: draw.choice(those) for name, those in ANSWERS.items()}
        _write(root, f"{draw.random():.9f}-ordinary-{number}", _notebook(root, **answers))
    return {path.name: "graded" for path in (root / "submitted").iterdir()}


def _cheats(root, draw):
    import test_controls

    names = [f"{draw.random():.9f}-cheat-{number}" for number in range(CHEATS)]
    for number, student in enumerate(names):
        before, _ = test_controls.CHEATS[NOTICED[number % len(NOTICED)]]
        _write(root, student, _notebook(root, "return x + 7", "return x + 7", before))
    return dict.fromkeys(names, "needs a look")


def _troubled(root, kinds, draw):
    """Every kind once, and then some of them again."""
    more = NUMBER - ORDINARY - CHEATS - len(kinds)
    expected = {}
    for kind in [*kinds, *draw.sample(kinds, max(0, more))]:
        student = f"{draw.random():.9f}-{kind.name}"
        folder = root / "submitted" / student / LESSON
        folder.parent.mkdir(parents=True)
        kind.make(folder, _notebook(root), LESSON)
        expected[student] = kind.status
    return expected


def _named(root):
    """Good hand-ins in folders whose names are odd."""
    from helpers import trouble

    for student in trouble.NAMES:
        _write(root, student, _notebook(root))
    return trouble.NAMES


def _compare(ours, stock):
    """How many marks of the ordinary hand-ins are nbgrader's own, and how many there are."""
    for folder in (ours / "submitted").glob("*-ordinary-*"):
        shutil.copytree(folder, stock / "submitted" / folder.name)
    with (stock / "nbgrader_config.py").open("a") as file:
        file.write('\nc.Autograde.autograde_preprocessors[0] = "nbgrader.preprocessors.Execute"\n')
    line = [sys.executable, "-m", "nbgrader", "autograde", LESSON]
    subprocess.run(line, cwd=stock, check=True, capture_output=True)
    theirs, mine = _marks(stock), _marks(ours)
    pairs = [(mark, mine[student][name]) for student in theirs for name, mark in theirs[student].items()]
    return sum(one == other for one, other in pairs), len(pairs)


def _marks(root):
    with Gradebook(f"sqlite:///{root}/gradebook/gradebook.db", "gan") as gradebook:
        return {
            submission.student_id: {g.name: g.auto_score for g in submission.notebooks[0].grades}
            for submission in gradebook.assignment_submissions(LESSON)
        }
