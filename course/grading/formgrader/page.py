"""A hand-in as formgrader shows it for grading, by two settings of nbconvert's HTML exporter.

In ``nbgrader_config.py``::

    c.HTMLExporter.preprocessors = ["course.grading.formgrader.page.ForGraders"]
    c.HTMLExporter.filters = {"markdown2html": "course.grading.formgrader.page.markdown"}

Formulas are MathML, so that the page needs no network.  nbgrader's template loads MathJax from the
internet, whatever ``mathjax_url`` says: ``templates/formgrade/mathjax.html.j2`` stands in its place,
and brings the page's style.
"""

from pathlib import Path
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory

from course.grading.exchange import cleaning
from course.grading.formgrader import safety, schemes

BESIDE = "course_beside"  # key of a cell's metadata while its page is made


class ForGraders(Preprocessor):
    """Prepares a hand-in for formgrader's page: safe to look at, each essay with its scheme."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        graders = "submission_id" in resources  # formgrader's page, and nothing that goes to a student
        told = self._schemes(resources) if graders else {}
        for cell in nb.cells:
            safety.make_safe(cell)
            cell.metadata.pop(BESIDE, None)  # a student may have written one
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if cell.cell_type == "markdown" and name in told:
                cell.metadata[BESIDE] = told[name]
        return nb, resources

    def _schemes(self, resources):
        course = CourseDirectory(parent=self)
        folder = course.format_path(course.source_directory, ".", resources["assignment_id"])
        return schemes.read(Path(folder) / f"{resources['notebook_id']}.ipynb")


@pass_context
def markdown(context: Context, source: str) -> str:
    """Markdown as safe HTML with formulas, in the place of nbconvert's filter; an essay with its scheme."""
    cell = context.get("cell") or NotebookNode(metadata={})
    shown = cleaning.markdown(source, cell.get("attachments"))
    beside = cell.metadata.get(BESIDE)
    if not beside:
        return shown
    return f'<div class="essay"><div>{shown}</div><aside>{cleaning.markdown(beside)}</aside></div>'
