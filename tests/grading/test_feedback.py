"""Feedback pages: what a student reads on them, and what nobody may read or run."""

import base64
import re
import time
from types import SimpleNamespace

import nbformat
import pytest
from bs4 import BeautifulSoup
from helpers import handmade, tiny
from helpers.handmade import error, nbgrader, shown, stream
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from nbgrader.api import Gradebook

from course.grading import directory
from course.grading.directory import SOURCE
from course.grading.exchange import cleaning, formulas, outline, redaction

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


TITLE = "```\n# no title\n```\n\n# *E* = $mc^2$, [ours](https://ok.example)\n\nOf $n$."
ESSAY = r"""$\frac{1}{2}$ and

$$\log D(x) < 0$$

It costs $5 and $7, or $5 and 10$, `$a_1$`.

```
$b_2$
```

$\frac{1}{$ $\undefined$ $\href{javascript:boom()}{h}$ $\def\a{\a\a}\a$ $\color{red}{c}$ $\rule{99em}{999em}$

$\text{<script>boom()</script>}$ ![$" onerror=boom() x="$](https://evil.example/x.png)
"""
LESSON_2 = new_markdown_cell("## 2 · Formulas & more\n\n| a |\n|---|\n| $z_2$ |")


def lesson():
    """The tiny lesson as built lessons are: each cell says what it is."""
    notebook = tiny.lesson(tiny.graded("quiet", "double", 2, HIDDEN))
    notebook.cells[0].id = "title"
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
    """Eight students graded and given feedback; pages as `SimpleNamespace(text, soup)` by student."""
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
    unwritten = error("NotImplementedError", "your code goes here: replace this line")
    absent = error("AssertionError", "no double was trained")
    graded = {"double-value": [unwritten], "double-zero": [unwritten], "quiet": [absent]}
    handmade.hand_in(root, f"{STUDENT}empty", graded | {"half-value": [unwritten]})
    handmade.hand_in(root, f"{STUDENT}math", {}, {"title": TITLE, "why": ESSAY}, more=[LESSON_2])
    folder = root / "submitted" / f"{STUDENT}math" / "tiny"
    (folder / "runs.d").mkdir()
    for name in ("generator.pt", "evil.html", "runs.d/deep.pt", "timestamp.txt"):
        (folder / name).write_text("2026-11-30 10:00" if name == "timestamp.txt" else "weights")


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
    """What stands above the notebook: by graded cell, its points and what it tests."""
    found = page.soup.select(".row")
    words = [[row.select_one(kind) for kind in (".name", ".points", ".soft")] for row in found]
    texts = [[part.get_text(" ", strip=True) if part else "" for part in parts] for parts in words]
    return {name: (points, sentence) for name, points, sentence in texts}


def lost(page):
    """What was lost: (section, messages, graded cells, the answers' text), each mistake one."""
    return [
        (
            mistake.h3.get_text(),
            [message.get_text(" ", strip=True) for message in mistake.select(".message")],
            [name.get_text() for name in mistake.select(".name")],
            " ".join(answer.get_text() for answer in mistake.select(".answer details")),
        )
        for mistake in page.soup.select("article.mistake")
    ]


def top(page):
    """All that stands above the notebook."""
    return BeautifulSoup(page.text.partition("<main>")[0], "html.parser").body.get_text(" ", strip=True)


def said(page):
    return page.soup.get_text(" ", strip=True)


def test_everybody_gets_a_page_named_after_the_lesson(pages):
    assert sorted(pages) == ["empty", "evil", "half", "late", "look", "math", "odd", "stops"]
    titles = {student: page.soup.title.get_text() for student, page in pages.items()}
    assert titles == dict.fromkeys(pages, "A tiny lesson") | {"math": "E = mc^2, ours"}
    assert titles == {student: page.soup.h1.get_text() for student, page in pages.items()}
    assert {page.soup.small.get_text() for page in pages.values()} == {"tiny"}


def test_a_lost_point_has_its_section_its_message_and_the_answer(pages):
    assert rows(pages["half"])["double-value"] == ("0 of 2", "double(3) is 6")
    assert rows(pages["half"])["quiet"] == ("0 of 2", "two tests that only the grader sees")
    (double,) = lost(pages["half"])
    assert double[:3] == (
        "A tiny lesson",
        ["double must work for negative numbers", "negative numbers stay negative"],
        ["double-value", "quiet"],
    )
    assert "abs(2 * x)" in double[3] and "def half" not in double[3]


def test_its_link_leads_to_the_cell(pages):
    soup = pages["half"].soup
    link = soup.find("a", class_="name", string="double-value")
    cell = soup.select_one(f"main {link['href']}")
    assert cell.find(class_="message").find_next(class_="highlight")
    assert "AssertionError: double must work" in cell.get_text()
    assert cell.find("details").find("pre").get_text().count("return") == 0
    for link in soup.select("a[href^='#']"):
        assert len(soup.select(link["href"])) == 1


def test_what_was_lost_stands_first_and_what_is_passed_is_folded(pages):
    text = top(pages["half"])
    order = ["What was lost", "What waits for a person", "Passed: 2 of 5 graded cells"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    folded = pages["half"].soup.find("summary", string=re.compile("Passed")).parent
    assert [row.a.get_text() for row in folded.select(".row")] == ["double-zero", "half-value"]
    assert "open" not in folded.attrs
    assert all("open" not in part.attrs for part in pages["half"].soup.select("main details"))


def test_what_is_not_written_yet_is_one_line(pages):
    page = pages["empty"]
    assert page.soup.select("article.mistake") == [] and rows(page) == {}
    line = page.soup.select_one(".unwritten")
    assert line.get_text() == "Not written yet, 9 points: A tiny lesson (9)"
    answer = page.soup.select_one(line.a["href"])
    assert "your code goes here" in answer.get_text(), "the link leads to the section's first gap"
    assert "No response." not in page.text


def test_the_notebooks_sections_say_their_points(pages):
    said = {name: page.soup.select_one("main details.part summary .points") for name, page in pages.items()}
    assert said["empty"].get_text() == "0 of 9"
    total = re.search(r"([\d.]+) of 9 points", pages["half"].soup.select_one(".score").get_text())[1]
    assert said["half"].get_text() == f"{total} of 9"


def test_a_message_that_several_cells_share_stands_once(pages):
    (double,) = lost(pages["stops"])
    assert double[1] == ["the cell double stops: NameError: name 'nn' is not defined"]
    assert double[2] == ["double-value", "double-zero", "quiet"]
    assert "zeus" not in pages["stops"].text


def test_hidden_tests_are_gone(pages, course):
    """The autograded notebook has them all, in the sources and in a real kernel's tracebacks."""
    graded = (course / "autograded" / f"{STUDENT}half" / "tiny" / "tiny.ipynb").read_text()
    secrets = ["double(-1)", "4711", "check_quietly", "HIDDEN", "2 * secret"]
    assert [secret for secret in secrets if secret not in re.sub(r"\\u001b\[[0-9;]*m", "", graded)] == []
    for page in pages.values():
        assert [secret for secret in secrets if secret in said(page)] == []
    assert "negative numbers stay negative" in said(pages["half"])


def test_essays_wait_or_show_marks_and_the_teachers_words(pages):
    assert "why" not in rows(pages["look"]), "it is not written"
    (essay,) = lost(pages["late"])
    assert essay == ("A tiny lesson", [], ["why"], "Your answerIt is.")
    assert rows(pages["late"])["why"] == ("1.5 of 3", "")
    assert pages["late"].soup.select_one("article .comment em").get_text() == "chapter 2"
    assert "1.5 of 3" in pages["late"].soup.select_one("section.b-lost").get_text()


def test_an_answer_that_waits(pages):
    assert rows(pages["half"])["why"] == ("waits for 3", "")
    assert "A person has yet to mark this. why" in top(pages["half"])
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
    assert head.startswith("A tiny lesson tiny 6.75 of 9 points")
    assert "0.75 points taken off, because it was handed in late." in head
    assert "taken off" not in said(pages["half"])


def test_evidence_is_for_the_instructor(pages, course):
    page = pages["look"]
    graded = (course / "autograded" / f"{STUDENT}look" / "tiny" / "tiny.ipynb").read_text()
    assert "secret evidence of the control" in graded
    assert rows(page)["double-zero"] == ("waits for 1", "double(0) is 0")
    assert f"{redaction.LOOK} double-zero" in top(page)
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


def test_formulas_are_mathml(pages):
    """In a lesson's prose, an essay and a table; what is broken or hostile stays TeX."""
    soup = pages["math"].soup
    essay = soup.select_one("section .words:has(.formula)")
    found = [formula.get_text() for formula in essay("math")]
    assert found == ["12", "logD(x)<0", "<script>boom()</script>"]
    assert essay("mfrac") and essay.select_one(".formula > math")["display"] == "block"
    assert essay.select_one(".formula mi + mspace + mi").get_text() == "D", "log D, with a space"
    text = essay.get_text()
    for tex in (
        "It costs $5 and $7, or $5 and 10$, $a_1$.", "$b_2$", r"$\frac{1}{$", r"$\undefined$",
        r"$\href{javascript:boom()}{h}$", r"$\def\a{\a\a}\a$", r"$\color{red}{c}$", r"$\rule{99em}{999em}$",
    ):  # fmt: skip
        assert tex in text
    assert [code.get_text().strip() for code in essay("code")] == ["$a_1$", "$b_2$"]
    assert essay.img.attrs == {"alt": '$" onerror=boom() x="$'}
    assert soup.select_one("td msub").get_text() == "z2"
    assert [formula.get_text() for formula in soup.select_one("main .words")("math")] == ["mc2", "n"]


@pytest.mark.parametrize("tex", ["{" * 1900, r"\left(" * 300, "x_{" * 600, r"\frac" * 380, "x'" * 900])
def test_hostile_formulas_cost_no_time(tex):
    start = time.process_time()
    formulas.mathml(tex)
    assert time.process_time() - start < 2


@pytest.mark.parametrize("line", [
    "# " + "#" * 9000 + "a", "# " + "<[](" * 2500, "# a" + " #" * 4000, "```\n" * 3000,
])  # fmt: skip
def test_hostile_headings_cost_no_time(line):
    start = time.process_time()
    title = outline.title(tiny.new_notebook(cells=[new_markdown_cell(line)]), "tiny")
    assert time.process_time() - start < 0.5
    assert len(title) <= outline.LONGEST


def test_every_formula_of_the_lessons_is_shown():
    broken = []
    for path in sorted(SOURCE.glob("*/*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                soup = BeautifulSoup(cleaning.markdown(cell.source), "html.parser")
                for literal in soup(["code", "pre"]):
                    literal.decompose()
                broken += [(path.stem, text) for text in soup.find_all(string=re.compile(r"\$"))]
    assert broken == []


def test_nothing_lies_beside_a_page(pages, course):
    """The hand-in's weights are in autograded/, where marks depend on them."""
    handed_in = course / "autograded" / f"{STUDENT}math" / "tiny"
    assert {"generator.pt", "evil.html"} <= {path.name for path in handed_in.iterdir()}
    left = {path.name for path in course.glob("feedback/*/tiny/*")}
    assert left == {"tiny.html", "timestamp.txt"}


def test_formgraders_button_leaves_nothing_beside_a_page_either(pages, course):
    student = f"{STUDENT}math"
    result = directory.course_directory(course).generate_feedback("tiny", student, force=True)
    assert result["success"], result
    left = {path.name for path in (course / "feedback" / student / "tiny").iterdir()}
    assert left == {"tiny.html", "timestamp.txt"}


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
