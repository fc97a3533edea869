"""A course directory of the tiny lesson whose hand-ins are graded without a kernel."""

import copy

import nbformat
from helpers import tiny
from helpers.classroom import nbgrader
from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor

OUTPUTS = {}  # by student and cell: what running it gave


# In the place of execution, whatever else stands in the list.  And without repairs: tests hand in
# notebooks with metadata that only a grader writes.
RECORDED = """
c.Autograde.autograde_preprocessors = [
    "helpers.handmade.Recorded" if name.endswith("Execute") else name
    for name in c.Autograde.autograde_preprocessors
]
del c.Autograde["exporter_class"]
"""


class Recorded(NbGraderPreprocessor):
    """In the place of execution: the outputs that a test recorded."""

    def preprocess_cell(self, cell, resources, cell_index):
        if cell.cell_type == "code":
            key = resources["nbgrader"]["student"], cell.get("id")
            cell.outputs, cell.execution_count = copy.deepcopy(OUTPUTS.get(key, [])), 1
        return cell, resources


def course(root, lesson=None, settings=""):
    """A course directory with the tiny lesson released; ``settings`` go below the repository's."""
    root.mkdir(exist_ok=True)
    (root / "nbgrader_config.py").write_text(tiny.settings(f"{RECORDED}{settings}"))
    tiny.write(lesson or tiny.lesson(), root / "source" / "tiny" / "tiny.ipynb")
    nbgrader("generate_assignment", "tiny")


def hand_in(root, student, outputs=None, sources=None, timestamp=None, more=()):
    """One hand-in: the released notebook with these sources and outputs, by cell, and more cells."""
    notebook = nbformat.read(root / "release" / "tiny" / "tiny.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = (sources or {}).get(cell.id, cell.source)
    notebook.cells += more
    folder = root / "submitted" / student / "tiny"
    tiny.write(notebook, folder / "tiny.ipynb")
    if timestamp:
        (folder / "timestamp.txt").write_text(timestamp)
    OUTPUTS.update({(student, name): list(shown) for name, shown in (outputs or {}).items()})


def error(ename, evalue, *trace):
    """The output of a cell that raised."""
    return new_output("error", ename=ename, evalue=evalue, traceback=list(trace))


def stream(text, name="stdout"):
    """A printed output."""
    return new_output("stream", name=name, text=text)


def shown(**data):
    """A displayed output; ``text_html`` stands for text/html."""
    kinds = {kind.replace("__", ".").replace("_", "/", 1): value for kind, value in data.items()}
    return new_output("display_data", data=kinds)
