"""A tiny lesson for tests of grading: two solutions, three graded cells, an essay."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.grading import directory
from course.grading.kernels import sandbox

DOUBLE = '''def double(x):
    """Twice x."""
    # TODO: return twice x
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION'''
HALF = '''def half(x):
    """Half of x."""
    ### BEGIN SOLUTION
    return x / 2
    ### END SOLUTION'''
DOUBLE_VALUE = """# double(3) is 6
assert double(3) == 6, f"double(3) is {double(3)}, not 6: was x added once?"
### BEGIN HIDDEN TESTS
assert double(-1) == -2, "double must work for negative numbers"
### END HIDDEN TESTS"""
DOUBLE_ZERO = '''# double(0) is 0
assert double(0) == 0, "double(0) is not 0"'''
HALF_VALUE = '''# half(3) is 1.5
assert half(3) == 1.5, f"half(3) is {half(3)}: was // used?"'''


def solution(name, source):
    """A solution cell."""
    return _cell(new_code_cell(source), name, grade=False, solution=True, locked=False)


def graded(name, of, points, source):
    """A graded cell; `of` names its solutions."""
    return _cell(new_code_cell(source), name, of=of, points=points, grade=True, solution=False, locked=True)


def essay(name, points, source):
    """A cell for a text, which a person marks."""
    return _cell(new_markdown_cell(source), name, points=points, grade=True, solution=True, locked=False)


def lesson(*more):
    """The notebook of the tiny lesson, with more cells after its own."""
    cells = [
        new_markdown_cell("# A tiny lesson"),
        solution("double", DOUBLE),
        graded("double-value", ["double"], 2, DOUBLE_VALUE),
        graded("double-zero", "double", 1, DOUBLE_ZERO),
        solution("half", HALF),
        graded("half-value", ["half"], 1, HALF_VALUE),
        essay("why", 3, "Why?\n\n### BEGIN SOLUTION\nBecause.\n### END SOLUTION"),
        *more,
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def code(*sources):
    """A plain notebook with these code cells."""
    return new_notebook(cells=[new_code_cell(source) for source in sources])


def settings(more=""):
    """This repository's nbgrader_config.py as text, without the sandbox where there is none."""
    text = (directory.ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    return f"{text}\n{'c.WarmExecute.sandbox = False' if WHY_NO_SANDBOX else ''}\n{more}\n"


def _why_no_sandbox():
    try:
        sandbox.check()
    except sandbox.SandboxError as error:
        return str(error)
    return ""


WHY_NO_SANDBOX = _why_no_sandbox()


def write(notebook, path):
    """Write a notebook, making folders as needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


def _cell(cell, name, of=None, **metadata):
    cell.metadata.nbgrader = nbformat.from_dict(
        {"grade_id": name, "schema_version": 3, "task": False, **metadata}
    )
    kind = ("essay" if metadata["grade"] else "solution") if metadata["solution"] else "test"
    cell.metadata.course = nbformat.from_dict({"kind": kind, "name": name} | ({"of": of} if of else {}))
    cell.id = name
    return cell
