"""What formgrader shows of a hand-in, by nbgrader's settings; tests/browser/ looks at it in a browser."""

import logging

import nbformat
import pytest
from helpers import tiny
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_output
from nbgrader.apps.api import NbGraderAPI
from nbgrader.exchange import ExchangeError, ExchangeFactory
from nbgrader.server_extensions.formgrader import formgrader as stock

from course.grading import directory
from course.grading.formgrader import lists, schemes
from course.lessons import publish, solutions

SCHEME = "Model $x<y$.\n\n### BEGIN MARK SCHEME\n1 point: a.\n1 point: b.\n### END MARK SCHEME"
RESOURCES = {"assignment_id": "tiny", "notebook_id": "tiny", "student": "ada", "index": 0, "total": 1}


@pytest.fixture
def course(tmp_path):
    """A course directory with an essay that has a scheme; and the settings there."""
    (tmp_path / "nbgrader_config.py").write_text(tiny.settings())
    tiny.write(tiny.lesson(tiny.essay("how", 2, SCHEME)), tmp_path / "source" / "tiny" / "tiny.ipynb")
    return tmp_path


def page(course, *cells, **resources):
    """The page of a hand-in with these cells, by the exporter that formgrader makes from the settings."""
    app = stock.FormgradeExtension()
    app.update_config(app.build_extra_config())
    app.update_config(directory.nbgrader_settings(course))
    notebook = nbformat.v4.new_notebook(cells=list(cells))
    return HTMLExporter(config=app.config).from_notebook_node(notebook, {**RESOURCES, **resources})[0]


def shown(output, **metadata):
    """A code cell with an output."""
    data = output if isinstance(output, dict) else {"text/html": output}
    cell = nbformat.v4.new_code_cell("pass")
    cell.outputs = [new_output("display_data", data, metadata=metadata)]
    return cell


def test_an_essay_stands_beside_its_scheme(course):
    answer = tiny.essay("how", 2, "Mine is $a^2$.")
    graded = page(course, answer, submission_id="1")
    assert "<h4>Marking scheme</h4>" in graded and "1 point: a.<br/>\n1 point: b." in graded
    assert "<msup>" in graded and "<mo>&lt;</mo>" in graded
    assert "MARK SCHEME" not in graded and "https://" not in graded


def test_only_who_grades_reads_the_scheme(course):
    """The same exporter without formgrader's page around it: nbgrader's own feedback, for example."""
    forged = tiny.essay("how", 2, "Mine.")
    forged.metadata["course_beside"] = "1 point: made up"
    assert "1 point" not in page(course, forged)
    assert "made up" not in page(course, forged, submission_id="1")


def test_without_source_there_is_no_scheme(course):
    (course / "source" / "tiny" / "tiny.ipynb").unlink()
    assert "Mine." in page(course, tiny.essay("how", 2, "Mine."), submission_id="1")


@pytest.mark.parametrize("lesson", publish.lessons())
def test_each_lesson_has_its_schemes_and_no_stand_in_hands_one_in(lesson):
    """And a stand-in's essays, which `make demo` hands in, are the model answers alone."""
    told = schemes.read(directory.notebook(lesson))
    assert told
    answers = solutions.reference_answers(lesson)
    for name, text in told.items():
        scheme, _, model = text.partition("\n\n#### Model answer\n\n")
        assert scheme.startswith("#### Marking scheme\n\n") and "point" in scheme
        assert model == answers[name].strip()
        assert scheme.splitlines()[2].strip() not in answers[name]


@pytest.mark.parametrize(
    "cell",
    [
        shown("<script>alert(1)</script>"),
        shown("<img src='x' onerror='alert(1)'>"),
        shown({"application/javascript": "alert(1)"}),
        shown({"application/vnd.jupyter.widget-view+json": {"model_id": "</script><script>alert(1)"}}),
        shown({"text/markdown": "<script>alert(1)</script>"}),
        shown({"text/latex": r"$\text{<script>alert(1)</script>}$"}),
        shown({"image/png": "AAAA"}, **{"image/png": {"width": "1 onload=alert(1)"}}),
        shown({"image/png": "AAAA"}, filenames={"image/png": "x onerror=alert(1)"}),
        tiny.essay("how", 2, "<script>alert(1)</script><a href='javascript:alert(1)'>x</a>"),
        nbformat.v4.new_raw_cell("<script>alert(1)</script>"),
    ],
    ids=["html", "event", "javascript", "widget", "markdown", "latex", "size", "name", "essay", "raw"],
)
def test_nothing_that_a_student_wrote_runs_in_the_graders_browser(course, cell):
    text = page(course, cell, submission_id="1")
    before, _, after = text.partition('id="notebook-container"')
    assert before and after
    assert "<script" not in after.lower()
    assert "javascript:" not in after
    assert "onload=" not in after and "onerror=" not in after


def test_outputs_stay_what_they_were(course):
    text = page(
        course,
        shown({"image/png": "AAAA", "text/plain": "x"}, **{"image/png": {"width": 120}}),
        shown({"text/html": "<b>bold</b>"}),
        shown({"text/latex": "$a^2$"}),
        shown({"application/pdf": "AAAA"}),
        submission_id="1",
    )  # fmt: skip
    assert 'src="data:image/png;base64,AAAA"' in text and 'width="120"' in text
    assert "<b>bold</b>" in text and "<msup>" in text
    assert "An output of the kind application/pdf is not shown here." in text


def test_the_exchange_is_missing_without_a_word(course, caplog):
    config = directory.nbgrader_settings(course)
    with caplog.at_level(logging.INFO):
        api = NbGraderAPI(config=config)
    assert api.exchange_missing and not caplog.records
    with pytest.raises(ExchangeError, match="This course has no exchange: hand out with course kit"):
        ExchangeFactory(config=config).List().start()


def test_the_log_keeps_what_is_worth_reading():
    def news(level, path, message="x"):
        return lists._is_news(logging.LogRecord("", level, path, 1, message, (), None))

    nbclient = "/lib/python3.11/site-packages/nbclient/client.py"
    assert not news(logging.DEBUG, nbclient) and not news(logging.INFO, nbclient)
    assert news(logging.WARNING, nbclient)
    assert not news(logging.WARNING, nbclient, "Removing existing assignment: ada")
    assert news(logging.INFO, "/lib/python3.11/site-packages/jupyter_server/serverapp.py")


def test_formgrader_is_adapted_once():
    lists.adapt()
    once = stock.FormgradeExtension.init_tornado_settings
    lists.adapt()
    assert stock.FormgradeExtension.init_tornado_settings is once
