"""Feedback pages: what each graded cell said, in plain words, and nothing that is not the student's.

``nbgrader generate_feedback`` writes them through two settings in ``nbgrader_config.py``::

    c.GenerateFeedback.preprocessors = ["course.grading.exchange.feedback.Grades"]
    c.GenerateFeedback.exporter_class = "course.grading.exchange.feedback.Page"
    c.GenerateFeedback.post_convert_hook = "course.grading.exchange.feedback.keep_pages"

A page is one file without a single script: it needs no network, and its content policy lets the
browser run or load nothing.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup
from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import GetGrades
from pygments.formatters import HtmlFormatter
from traitlets import default

from course.grading import report
from course.grading.errors import ONE_SENTENCE, GradingError
from course.grading.exchange import content, lateness, outline, redaction
from course.grading.marks import marks


class Grades(GetGrades):
    """nbgrader's ``GetGrades``, with what waits for a person and the late penalty of now."""

    def preprocess(self, nb: NotebookNode, resources: Any = None) -> tuple[NotebookNode, dict[str, Any]]:
        for cell in nb.cells:
            if not isinstance(cell.metadata.get("nbgrader", {}), dict):
                cell.metadata.pop("nbgrader")
        self.log.addFilter(ONE_SENTENCE)
        about = resources["nbgrader"]
        with Gradebook(about["db_url"]) as gradebook:
            lateness.settle(gradebook, self, [_submission(gradebook, about)])
        return super().preprocess(nb, resources)

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        try:
            return super().preprocess_cell(cell, resources, cell_index)
        except MissingEntry:  # the student made up a graded cell
            cell.metadata.pop("nbgrader")
            return cell, resources

    def _get_score(self, cell, resources):
        super()._get_score(cell, resources)
        name = cell.metadata.nbgrader.grade_id
        grade = self.gradebook.find_grade(name, self.notebook_id, self.assignment_id, self.student_id)
        cell.metadata.nbgrader["waits"] = bool(grade.needs_manual_grade)


class Page(Exporter):
    """The notebook that ``Grades`` prepared, as one HTML file."""

    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self):
        return ".html"

    def from_notebook_node(  # type: ignore[override]  # a text, as of nbconvert's own exporters
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """See nbconvert's ``Exporter``; returns (the page, resources)."""
        notebook, resources = super().from_notebook_node(nb, resources, **kwargs)
        redaction.redact(notebook)
        reasons = _reasons(notebook)
        cells = [content.cell(cell, reasons) for cell in notebook.cells]
        about = resources["nbgrader"]
        title = outline.title(notebook, about["assignment"])
        sections = outline.sections(notebook, cells, title)
        outline.set_aside(cells)
        page = _template().render(
            title=title,
            folder=" / ".join(dict.fromkeys([about["assignment"], about["notebook"]])),
            score=about["score"],
            most=about["max_score"],
            late=about["late_penalty"],
            repairs=_phrases(notebook, "course_repairs"),
            mended=_phrases(notebook, "course_mended"),
            sections=sections,
            mistakes=outline.mistakes(cells),
            rows=[cell for cell in cells if cell["of"] is not None],
            pictures=any(kind == "picture" for cell in cells for kind, _ in cell["outputs"]),
            colours=_colours("default"),
            dark=_colours("github-dark"),
        )
        return page, resources


def keep_pages(assignment: str, student: str, notebooks: Sequence[str]) -> None:
    """Leave in a hand-in's folder of ``feedback/`` its pages and the time it was handed in, no more.

    nbgrader copies whatever was handed in beside the page, weights of megabytes too.  What it copies
    is set for all its steps alike (``CourseDirectory.ignore``), and autograding needs the weights;
    so this is its hook after each hand-in's pages, ``GenerateFeedback.post_convert_hook``.

    Args:
        assignment, student: what was asked for, maybe ``*``.
        notebooks: paths of one hand-in's notebooks in ``autograded/``.
    """
    kept = {Path(path).with_suffix(".html").name for path in notebooks} | {"timestamp.txt"}
    for handed_in in {Path(path).parent for path in notebooks}:
        lesson, student = handed_in.name, handed_in.parent.name
        folder = handed_in.parents[2] / "feedback" / student / lesson
        for path in sorted(folder.rglob("*"), reverse=True):  # a folder's files before the folder
            if path.is_dir() and not path.is_symlink():
                path.rmdir()
            elif path.parent != folder or path.name not in kept:
                path.unlink()


def _submission(gradebook, about):
    lesson, student = about["assignment"], about["student"]
    try:
        return gradebook.find_submission(lesson, student)
    except MissingEntry:
        raise GradingError(
            f"The gradebook holds no marks of {student} for {lesson}: grade the hand-in again, or "
            f"remove autograded/{student}/{lesson} if {student} has left the class."
        ) from None


def _template():
    loader = jinja2.FileSystemLoader(Path(__file__).with_name("templates"))
    environment = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["number"] = lambda value: f"{round(float(value or 0), 2):g}"
    return environment.get_template("feedback.html")


def _colours(style):
    """Pygments' style sheet for code."""
    return Markup(HtmlFormatter(style=style).get_style_defs(".highlight"))


def _reasons(notebook):
    """By graded cell: the message behind its lost points."""
    try:
        stopped = report._stopped(notebook)
    except (AttributeError, TypeError):  # the student edited the cells' metadata
        stopped = {}
    lost = {name: mark.message for name, mark in marks(notebook).items() if mark.message}
    return {name: _reason(stopped.get(name), message) for name, message in lost.items()}


def _reason(stopped, message):
    return message if message == redaction.LOOK or not stopped else stopped


def _phrases(notebook, key):
    phrases = notebook.metadata.get(key, [])
    return [str(phrase) for phrase in phrases] if isinstance(phrases, list) else []
