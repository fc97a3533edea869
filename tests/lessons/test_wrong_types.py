"""Whatever a student's function gives, a graded cell ends in a sentence, never in an error of its own.

A part of the plays each day, until all had their turn; all of them with ``COURSE_SWEEP=all``.
"""

import ast
import dataclasses
import datetime
import os

import pytest

from course.grading import syntax
from course.grading.controls.bank import read_lesson
from course.grading.directory import SOURCE
from course.lessons import answers, publish, stage, trial

PARTS = 1 if os.environ.get("COURSE_SWEEP") == "all" else 8

# What the functions of a solution cell give instead; `given()` gives what the reference gives.
VALUES = {
    "none": "None",
    "string": "'real'",
    "number": "0.37",
    "whole-number": "3",
    "nan": "float('nan')",
    "empty-tuple": "()",
    "long-tuple": "(given(), given(), given(), given(), 1)",
    "list": "[given()]",
    "dictionary": "{'loss': 0.5}",
    "other-shape": "torch.rand(2, 3, 5)",
    "scalar-tensor": "torch.tensor(0.5)",
    "empty-tensor": "torch.zeros(0)",
    "whole-tensor": "torch.ones(3, dtype=torch.long)",
    "no-gradient": "_each(given(), lambda t: t.detach())",
    "numpy": "_each(given(), lambda t: t.detach().cpu().numpy())",
    "one-more-dimension": "_each(given(), lambda t: t[None])",
    "one-row-less": "_each(given(), lambda t: t[1:] if t.dim() else t.expand(2))",
    "double": "_each(given(), lambda t: t.double())",
    "not-finite": "_each(given(), lambda t: t * float('nan') if t.is_floating_point() else t)",
    "function": "(lambda: None)",
}
EACH = """
def _each(value, change):
    if isinstance(value, (tuple, list)):
        return type(value)(_each(item, change) for item in value)
    return change(value) if torch.is_tensor(value) else value
"""
FUNCTION = """
_given_{name} = {name}
def {name}(*args, **kwargs):
    given = lambda: _given_{name}(*args, **kwargs)
    return {value}
"""
NETWORK = """
class {name}({name}):
    def forward(self, *args, **kwargs):
        given = lambda: super({name}, self).forward(*args, **kwargs)
        return {value}
"""
# Their own kinds of answers: without parameters, or with one that nobody gives.
ARITIES = {"no-parameters": "()", "one-more-parameter": "(first, *rest, never_given, **others)"}
ARITY = """
_given_{name} = {name}
def {name}{parameters}:
    return _given_{name}(first, *rest, **others)
"""


def plays_of(lesson):
    """All plays of a lesson, each with a name."""
    for cell in lesson.notebook.cells:
        name = cell.metadata.get("course", {}).get("name")
        if name not in lesson.solutions:
            continue
        text = syntax.plain(cell.source)
        of = tuple(test for test, solutions in lesson.graded.items() if name in solutions)
        for slug, wrong in wrong_texts(text):
            play = stage.Play(name, "import torch\n" + text + EACH + wrong, of)
            yield f"{name}: {slug}", play


def wrong_texts(text):
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef):
            for slug, value in VALUES.items():
                yield f"{node.name}.forward gives {slug}", NETWORK.format(name=node.name, value=value)
            yield f"{node.name} is no class", f"{node.name} = lambda *args, **kwargs: None"
        if isinstance(node, ast.FunctionDef):
            for slug, value in VALUES.items():
                yield f"{node.name} gives {slug}", FUNCTION.format(name=node.name, value=value)
            for slug, parameters in ARITIES.items():
                yield f"{node.name} has {slug}", ARITY.format(name=node.name, parameters=parameters)
            yield f"{node.name} is no function", f"{node.name} = 3"


@pytest.mark.parametrize("name", publish.lessons())
def test_no_error_of_the_graded_cell_itself(name):
    answers.warm_up()
    lesson = read_lesson(name, SOURCE)
    today = datetime.date.today().toordinal() % PARTS
    names, plays = zip(*list(plays_of(lesson))[today::PARTS], strict=True)
    plays = [
        dataclasses.replace(play, company=f"{number // trial.TOGETHER}") for number, play in enumerate(plays)
    ]
    files = trial.files_beside(lesson.folder)
    raw = [
        f"{names[number]}: {cell} ends in {output['ename']}: {output['evalue'].strip().splitlines()[:1]}"
        for number, played in stage.play(lesson.notebook, plays, files, 2, 20, trial.QUICK)
        for cell, outputs in played.draws[0].items()
        for output in outputs
        if output["output_type"] == "error" and (output["ename"] != "AssertionError" or not output["evalue"])
    ]
    assert not raw, "\n".join(raw)


@pytest.mark.parametrize(
    ("text", "most"), [("def f(x):\n    return x", 23), ("class F(nn.Module):\n    pass", 21)]
)
def test_each_wrong_answer_is_python(text, most):
    names, texts = zip(*wrong_texts(text), strict=True)
    assert len(set(names)) == most
    for wrong in texts:
        compile(EACH + wrong, "<wrong>", "exec")
