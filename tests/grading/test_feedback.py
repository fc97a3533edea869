"""Feedback pages: what a student reads on them, and what nobody may read or run."""

import base64
import re
from types import SimpleNamespace

import nbformat
import pytest
from bs4 import BeautifulSoup
from helpers import handmade, tiny
from helpers.handmade import error, nbgrader, shown, stream
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from nbgrader.api import Gradebook

from course.grading.exchange import redaction

PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * 40).decode()
HALF_WRONG = "def double(x):\n    return 6 if x == 3 else abs(2 * x)"
HIDDEN = """# two tests that only the grader sees
### BEGIN HIDDEN TESTS
def check_quietly(function, secret=-4711):
    assert function(secret) == (
        2 * secret
    ), "negative numbers stay negative"
check_quietly(double)
### END HIDDEN TESTS"""
STUDENT = "zz-pupil-"  # begins every student's id
EVIL = (
    "<script>boom()</script>",
    "<img src=x onerror=boom()>",
    "<iframe src='https://evil.example'></iframe>",
    "<a href='javascript:boom()'>a</a>",
    "<a href=' jAvAsCrIpT:boom()'>a</a>",
    "<a href='data:text/html,<script>boom()</script>'>a</a>",
    "<svg onload=boom()><script>boom()</script></svg>",
    "<img src='https://evil.example/spy.png'>",
    "<img src='data:image/svg+xml;base64,PHN2Zz4='>",
    "<form action='https://evil.example'><button formaction='javascript:boom()'>b</button></form>",
    "<style>body{display:none}</style><link rel=stylesheet href='https://evil.example'>",
    "<div style='position:fixed' class='good' id='top' onclick='boom()'>d</div>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=boom()>",
    "<base href='https://evil.example'><meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<scr<script></script>ipt>boom()</scr<script></script>ipt>",
    "<a href='https://ok.example' target=_blank ping='https://evil.example'>good</a>",
)


def lesson():
    """The tiny lesson as built lessons are: each cell says what it is."""
    notebook = tiny.lesson(tiny.graded("quiet", "double", 2, HIDDEN))
    for cell in notebook.cells[1:]:
        settings = cell.metadata.nbgrader
        kind = "solution" if settings.solution and not settings.grade else "test"
        cell.metadata.course.kind = "essay" if settings.grade and settings.solution else kind
        if isinstance(cell.metadata.course.get("of"), str):
            cell.metadata.course.of = [cell.metadata.course.of]
    return notebook


def real_outputs():
    """What a real kernel says when hidden tests fail."""
    notebook = tiny.code(HALF_WRONG, tiny.DOUBLE_VALUE, HIDDEN)
    NotebookClient(
        notebook, timeout=300, startup_timeout=300, kernel_name="python3", allow_errors=True
    ).execute()
    return [cell.outputs for cell in notebook.cells]


def display(kind, value):
    data = {kind: value} if kind else {}
    return nbformat.from_dict({"output_type": "display_data", "metadata": {}, "data": data})


def evil_outputs():
    """Everything dangerous that an output can hold."""
    picture = shown(image_png=PIXEL)
    picture.metadata = {"image/png": {"width": "1 onload=boom()"}, "filenames": {"image/png": "../x"}}
    widget = {"model_id": "boom()", "version_major": 2}
    return [
        *(shown(text_html=evil, text_plain="?") for evil in EVIL),
        *(shown(text_markdown=evil) for evil in EVIL),
        *(stream(evil) for evil in EVIL),
        display("image/svg+xml", "<svg onload=boom()></svg>"),
        shown(application_javascript="boom()"),
        nbformat.from_dict({"output_type": "display_data", "metadata": {}, "data": {
            "application/vnd.jupyter.widget-view+json": widget, "text/plain": "HBox()",
            "text/html": "<script>boom()</script>",
        }}),
        shown(text_vnd__mermaid="</pre><script>boom()</script>"),
        shown(text_latex="</div><script>boom()</script>"),
        shown(image_png='"><script>boom()</script>', text_plain="a picture that is none"),
        display("<b>x</b>/y", "z"),
        picture,
    ]  # fmt: skip


def evil_cells():
    attached = new_markdown_cell("![a](attachment:a.svg) ![b](attachment:none.png)")
    attached.attachments = {"a.svg": {"image/svg+xml": "PHN2Zz4="}}
    code = new_code_cell("1 + 1  # </pre><script>boom()</script>")
    return [*map(new_markdown_cell, EVIL), new_raw_cell(EVIL[0]), attached, code]


def evidence():
    cell = new_code_cell("controls()", id="evidence")
    cell.metadata.course = nbformat.from_dict({"kind": "evidence"})
    return cell


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Six students graded and given feedback; pages as `SimpleNamespace(text, soup)` by student."""
    root = tmp_path_factory.mktemp("feedback")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        handmade.course(root, lesson(), "c.DailyPenalty.percent = 10")
        nbgrader("db", "assignment", "add", "tiny", "--duedate", "2026-12-01 12:00")
        _hand_in(root)
        nbgrader("autograde", "tiny")
        with Gradebook(f"sqlite:///{root}/gradebook/gradebook.db") as gradebook:
            for student in (f"{STUDENT}late", f"{STUDENT}evil"):
                grade = gradebook.find_grade("why", "tiny", "tiny", student)
                grade.manual_score, grade.needs_manual_grade = 1.5, False
                comment = gradebook.find_comment("why", "tiny", "tiny", student)
                comment.manual_comment = f"See *chapter 2*. {EVIL[0]}"
            gradebook.db.commit()
        nbgrader("generate_feedback", "tiny")
    return root


def _hand_in(root):
    double, value, quiet = real_outputs()
    handmade.hand_in(
        root, f"{STUDENT}half", {"double": double, "double-value": value, "quiet": quiet},
        {"double": HALF_WRONG, "half": tiny.HALF, "why": "Because it is."},
    )  # fmt: skip
    handmade.hand_in(
        root, f"{STUDENT}evil",
        {"double": evil_outputs(), "half-value": [error("<b>E</b>", EVIL[0], EVIL[1])]},
        {"why": "\n\n".join(EVIL)}, more=evil_cells(),
    )  # fmt: skip
    repairs = [EVIL[0], "a duplicated cell was dropped"]
    _repair(root, f"{STUDENT}evil", repairs, title=EVIL[0], widgets={"a": EVIL[0]})
    look = [stream("secret evidence of the control\n"), error("NeedsALook", "evidence: patched", "trace")]
    handmade.hand_in(
        root, f"{STUDENT}look", {"double-zero": look[1:], "evidence": look}, more=[evidence()]
    )  # fmt: skip
    broken = "NameError: name 'nn' is not defined"
    stop = error("NameError", "name 'nn' is not defined", f"File /home/zeus/gan/x.py:1\n{broken}")
    absent = [error("AssertionError", "there is no double")]
    fails = dict.fromkeys(("double-value", "double-zero", "quiet"), absent)
    handmade.hand_in(root, f"{STUDENT}stops", {"double": [stop], **fails})
    handmade.hand_in(root, f"{STUDENT}late", sources={"why": "It is."}, timestamp="2026-12-02 11:00")
    handmade.hand_in(root, f"{STUDENT}odd", {"double": odd_outputs()})


def _repair(root, student, phrases, **metadata):
    path = root / "submitted" / student / "tiny" / "tiny.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.update(metadata, course_repairs=phrases)
    nbformat.write(notebook, path)


def odd_outputs():
    return [
        stream("x" * 1_000_000 + "END"),
        shown(text_html="<b>" + "y" * 1_000_000 + "</b>", text_plain="a large table"),
        shown(application_x__strange="?"),
        display(None, None),
        stream("  0%|\r 50%|\x1b[32m##\x1b[0m\r100%|####\n"),
        stream("read /home/zeus/gan/gradebook/gradebook.db, ~zeus/x/y, /usr/lib/python3.11/json/a.py\n"),
        stream("see https://pytorch.org/docs/stable and 3/4/5\n"),
        shown(image_png=PIXEL, text_plain="<Figure>"),
    ]


@pytest.fixture(scope="module")
def pages(course):
    found = course.glob("feedback/*/tiny/tiny.html")
    texts = {path.parts[-3].removeprefix(STUDENT): path.read_text("utf-8") for path in found}
    return {
        student: SimpleNamespace(text=text, soup=BeautifulSoup(text, "html.parser"))
        for student, text in texts.items()
    }


def rows(page):
    """The summary: by graded cell its points, and all that is said about it."""
    found = page.soup.select(".summary tr")
    lines = [[cell.get_text(" ", strip=True) for cell in row("td")] for row in found]
    return {words.split(" ")[0]: (points, words) for _, words, points in lines}


def said(page):
    return page.soup.get_text(" ", strip=True)


def test_everybody_gets_a_page_named_after_the_lesson(pages):
    assert sorted(pages) == ["evil", "half", "late", "look", "odd", "stops"]
    assert {page.soup.title.get_text() for page in pages.values()} == {"tiny"}


def test_a_lost_point_has_its_sentence_and_its_message(pages):
    found = rows(pages["half"])
    assert found["double-zero"] == ("1 of 1", "double-zero double(0) is 0")
    assert found["double-value"] == (
        "0 of 2", "double-value double(3) is 6 double must work for negative numbers",
    )  # fmt: skip
    assert found["quiet"][1] == "quiet two tests that only the grader sees negative numbers stay negative"
    cell = pages["half"].soup.select_one("#graded-1")
    assert cell.find(class_="message").find_next(class_="highlight")
    assert "AssertionError: double must work" in cell.get_text()
    assert cell.find("details").find("pre").get_text().count("return") == 0


def test_hidden_tests_are_gone(pages, course):
    """The autograded notebook has them all, in the sources and in a real kernel's tracebacks."""
    graded = (course / "autograded" / f"{STUDENT}half" / "tiny" / "tiny.ipynb").read_text()
    secrets = ["double(-1)", "4711", "check_quietly", "HIDDEN", "2 * secret"]
    assert [secret for secret in secrets if secret not in re.sub(r"\\u001b\[[0-9;]*m", "", graded)] == []
    for page in pages.values():
        assert [secret for secret in secrets if secret in said(page)] == []
    assert "negative numbers stay negative" in said(pages["half"])


def test_a_cell_that_does_not_run_is_named(pages):
    reason = "the cell double stops: NameError: name 'nn' is not defined"
    assert rows(pages["stops"])["double-zero"][1] == f"double-zero double(0) is 0 {reason}"
    assert reason in rows(pages["stops"])["quiet"][1]
    assert "zeus" not in pages["stops"].text


def test_essays_wait_or_show_marks_and_the_teachers_words(pages):
    assert rows(pages["look"])["why"] == ("0 of 3", "why No response.")
    assert rows(pages["late"])["why"] == ("1.5 of 3", "why See chapter 2 .")
    assert pages["late"].soup.select_one(".comment em").get_text() == "chapter 2"
    assert "1.5 of 3" in pages["late"].soup.select_one("section.wait, section.bad").get_text()


def test_an_answer_that_waits(pages):
    assert rows(pages["half"])["why"] == ("waits for 3", "why A person has yet to mark this.")
    assert "so far: some answers wait for a person" in said(pages["half"])
    assert "so far" not in said(pages["late"])


def test_regions_of_the_teacher():
    text = "a\n### BEGIN MARK SCHEME\nb\n### END MARK SCHEME\nc\n    # BEGIN HIDDEN TESTS\n  d\n"
    markers = ["### BEGIN MARK SCHEME", "b", "### END MARK SCHEME", "# BEGIN HIDDEN TESTS", "d"]
    assert redaction.split(text) == ("a\nc", markers)
    assert redaction.split("a\n### END HIDDEN TESTS\nb") == ("a\nb", ["### END HIDDEN TESTS"])


def test_lateness(pages):
    """Of 6 points for the tests and 1.5 for the essay, marked after the penalty was worked out."""
    head = pages["late"].soup.header.get_text(" ", strip=True)
    assert head.startswith("tiny 6.75 of 9 points")
    assert "0.75 points taken off, because it was handed in late." in head
    assert "taken off" not in said(pages["half"])


def test_evidence_is_for_the_instructor(pages, course):
    page = pages["look"]
    graded = (course / "autograded" / f"{STUDENT}look" / "tiny" / "tiny.ipynb").read_text()
    assert "secret evidence of the control" in graded
    assert rows(page)["double-zero"] == ("waits for 1", f"double-zero double(0) is 0 {redaction.LOOK}")
    for word in ("evidence", "NeedsALook", "patched", "controls"):
        assert word not in page.text


def test_nothing_of_a_strangers_can_run_or_load(pages):
    soup = pages["evil"].soup
    assert soup.find(["script", "iframe", "object", "embed", "form", "button", "link", "base", "svg"]) is None
    assert len(soup("style")) == 1
    for tag in soup.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on")]
        assert "style" not in tag.attrs
        assert not re.match(r"(?i)\s*(javascript|data|vbscript):", tag.get("href", ""))
        if tag.name == "img":
            assert re.match("data:image/png;base64,", tag.get("src", "data:image/png;base64,"))
    assert "evil.example" not in str([tag.attrs for tag in soup.find_all(True)])
    policy = soup.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'unsafe-inline'")
    assert len(soup(id="top")) == 1


def test_what_is_harmless_in_it_stays(pages):
    soup = pages["evil"].soup
    assert soup.find("a", href="https://ok.example").get_text() == "good"
    assert soup.find("img", src=f"data:image/png;base64,{PIXEL}")
    assert "pictures are sketches" in said(pages["evil"])
    assert "pictures are sketches" not in said(pages["half"]), "there are none"
    assert "a picture that is none" in said(pages["evil"])
    assert "An output of the kind image/svg+xml is not shown here." in said(pages["evil"])
    assert "Repaired when it was taken in: <script>boom()</script>; a duplicated cell" in said(pages["evil"])


def test_odd_outputs(pages):
    page = pages["odd"]
    assert len(page.text) < 200_000
    assert "980,003 characters left out" in said(page)
    assert "a large table" in said(page)
    assert "An output of the kind application/x.strange is not shown here." in said(page)
    assert "100%|####" in said(page) and "50%" not in page.text and "\x1b" not in page.text
    assert "read …/gradebook.db, …, json/a.py" in said(page)
    assert "see https://pytorch.org/docs/stable and 3/4/5" in said(page)


def test_pages_need_no_network_and_name_nobody(pages, course):
    for student, page in pages.items():
        loads = [tag.get("src") or "" for tag in page.soup.find_all(True)]
        assert not [place for place in loads if place and not place.startswith("data:image/png")]
        assert str(course) not in page.text
        assert STUDENT not in page.text, student
