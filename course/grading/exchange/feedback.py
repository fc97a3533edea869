"""Feedback pages: what each graded cell said, in plain words, and nothing that is not the student's.

``nbgrader generate_feedback`` writes them through two settings in ``nbgrader_config.py``::

    c.GenerateFeedback.preprocessors = ["course.grading.exchange.feedback.Grades"]
    c.GenerateFeedback.exporter_class = "course.grading.exchange.feedback.Page"

A page is one file without a single script: it needs no network, and its content policy lets the
browser run or load nothing.  Formulas stay as TeX.
"""

import re
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup
from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import GetGrades
from nbgrader.utils import is_grade, is_solution, is_task
from pygments.formatters import HtmlFormatter
from traitlets import default

from course.grading import report
from course.grading.errors import ONE_SENTENCE, GradingError
from course.grading.exchange import cleaning, lateness, redaction
from course.grading.marks import bonus, graded, marks

LONGEST = 20_000  # characters of one output in text; of a longer one, its beginning and its end
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")


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
        cells = [_cell(cell, reasons) for cell in notebook.cells]
        about = resources["nbgrader"]
        page = _template().render(
            lesson=about["assignment"],
            notebook=about["notebook"],
            score=about["score"],
            most=about["max_score"],
            late=about["late_penalty"],
            repairs=_phrases(notebook, "course_repairs"),
            mended=_phrases(notebook, "course_mended"),
            cells=cells,
            rows=[cell for cell in cells if cell["of"] is not None],
            waiting=any(cell["waits"] or cell["look"] for cell in cells),
            pictures=any(kind == "picture" for cell in cells for kind, _ in cell["outputs"]),
            colours=Markup(HtmlFormatter().get_style_defs(".highlight")),
        )
        return page, resources


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


def _cell(cell, reasons):
    """What the template shows of a cell; ``of`` is None where it is not graded."""
    settings = cell.metadata.get("nbgrader", {})
    ours = is_grade(cell) or is_solution(cell) or is_task(cell)
    extra = bonus(cell) if graded(cell) else 0
    words = {
        "name": str(settings.get("grade_id", "")) if ours else "",
        "of": settings.get("points", 0) + extra if is_grade(cell) or is_task(cell) else None,
        "bonus": extra,
        "points": settings.get("score") or 0,
        "waits": settings.get("waits", False),
        "comment": _html(cleaning.markdown(settings.get("comment") or "")),
        "sentence": _sentence(cell) if graded(cell) else "",
        "message": "",
        "source": _source(cell),
        "outputs": [_output(output) for output in cell.get("outputs", [])],
        "kind": cell.cell_type,
    }
    words["full"] = words["of"] is not None and words["points"] >= words["of"]
    if words["of"] is not None and not words["full"]:
        words["message"] = reasons.get(words["name"], "")
    words["look"] = words["message"] == redaction.LOOK
    return words


def _sentence(cell):
    """The first comment line of a graded cell, but for one with its name: what it tests."""
    name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    for line in cell.source.split("\n"):
        if line.startswith("#") and not line.startswith(f"# {name} · "):
            return line.lstrip("# ").strip()
    return ""


def _source(cell):
    if cell.cell_type == "markdown":
        return _html(cleaning.markdown(cell.source, cell.get("attachments")))
    return _html(cleaning.code(cell.source)) if cell.cell_type == "code" else cell.source


def _output(output):
    """(kind, what to show): an error, a picture, HTML that was cleaned, text, or a note."""
    if output.output_type == "error":
        if output.evalue == redaction.LOOK:
            return "stderr", redaction.LOOK
        message = f"{output.ename}: {output.evalue}".rstrip(": ")
        return "error", {"message": message, "trace": _shorter("\n".join(output.traceback))}
    if output.output_type == "stream":
        return "stderr" if output.name == "stderr" else "text", _shorter(output.text)
    data = output.get("data", {})
    for kind in ("image/png", "image/jpeg"):
        picture = _text(data.get(kind, ""))
        if BASE64.fullmatch(picture):
            return "picture", f"data:{kind};base64,{''.join(picture.split())}"
    return _words(data)


def _words(data):
    """An output without a picture; of unknown kinds only the name."""
    views = [kind for kind in data if "widget" in kind]
    if "text/html" in data and not views:
        html = cleaning.clean(_text(data["text/html"]))
        if html:
            return "html", _html(html)
    if "text/markdown" in data:
        return "html", _html(cleaning.markdown(_text(data["text/markdown"])))
    if not views:
        for kind in ("text/plain", "text/latex"):
            if kind in data:
                return "text", _shorter(_text(data[kind]))
    return "note", f"An output of the kind {', '.join(data)[:200] or 'unknown'} is not shown here."


def _text(value):
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


def _shorter(text):
    if len(text) <= LONGEST:
        return text
    half = LONGEST // 2
    return f"{text[:half]}\n… {len(text) - LONGEST:,} characters left out …\n{text[-half:]}"


def _html(text):
    return Markup(text)
