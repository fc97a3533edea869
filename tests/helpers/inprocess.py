"""Hand-ins of the tiny lesson executed in this process: for tests of what happens around it."""

import nbformat
from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor

from course.grading import errand
from course.grading.kernels import processes


def use(patch):
    """Let ``course grade`` execute so, with a test's ``monkeypatch``."""
    patch.setattr(processes, "warm_up", lambda sandboxed: None)
    patch.setattr(errand, "run", run)


def run(parcel):
    """In the place of `course.grading.errand.run`."""
    notebook = nbformat.reads(parcel.notebook, as_version=4)
    _execute(notebook)
    return errand.Outcome(nbformat.writes(notebook), 0.0, 0.0)


class Executed(NbGraderPreprocessor):
    """In the place of `course.grading.execute.WarmExecute` in nbgrader's list."""

    def preprocess(self, nb, resources):
        _execute(nb)
        return nb, resources


def _execute(notebook):
    names = {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = _outputs(cell.source, names)


def _outputs(source, names):
    try:
        exec(source, names)
    except Exception as error:
        return [new_output("error", ename=type(error).__name__, evalue=str(error), traceback=[])]
    return []
